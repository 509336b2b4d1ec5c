/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked from the jar once a version. */
record PostgresBinaries(Path directory) {

    /** Bundled major version; a data directory belongs to one. */
    static final int MAJOR = 18;

    private static final String COMPLETE = ".complete";

    /**
     * @param parent where unpacked versions are kept
     */
    static PostgresBinaries unpackedUnder(Path parent) throws IOException {
        String archive = "/postgres-" + platform() + ".txz";
        Path target = parent.resolve("programs-" + archiveMark(archive));
        if (Files.exists(target.resolve(COMPLETE))) {
            return new PostgresBinaries(target);
        }
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, "unpacking-");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream in = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (in == null) {
                throw new IOException("No embedded PostgreSQL for this platform: " + archive);
            }
            unpack(in, fresh);
        }
        Files.createFile(fresh.resolve(COMPLETE));
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another process was quicker, or an earlier one was stopped half-way.
            if (!Files.exists(target.resolve(COMPLETE))) {
                delete(target);
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                delete(fresh);
            }
        }
        return new PostgresBinaries(target);
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void unpack(InputStream archive, Path into) throws IOException {
        try (var tar =
                new TarArchiveInputStream(
                        new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException("Archive entry outside its folder");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            file,
                            PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /** Tells one bundled version from another without reading the archive. */
    private static String archiveMark(String archive) throws IOException {
        var url = PostgresBinaries.class.getResource(archive);
        if (url == null) {
            throw new IOException("No embedded PostgreSQL for this platform: " + archive);
        }
        return MAJOR + "-" + url.openConnection().getContentLengthLong();
    }

    private static String platform() throws IOException {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!os.contains("linux")) {
            throw new IOException(
                    "The embedded PostgreSQL runs on Linux only; set SNUG_DATABASE_URL to a"
                            + " PostgreSQL server of your own");
        }
        return arch.equals("aarch64") || arch.equals("arm64") ? "linux-arm_64" : "linux-x86_64";
    }
}
