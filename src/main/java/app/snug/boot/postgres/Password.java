/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What lets into the database, in a file that nobody else may read. */
record Password(Path file, String text) {

    /** Made at random on the first start. */
    static Password in(Path directory) throws IOException {
        Path file = directory.resolve("password").toAbsolutePath();
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path fresh =
                    Files.createTempFile(
                            directory,
                            "password",
                            "",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, HexFormat.of().formatHex(random));
            Files.move(fresh, file);
        }
        String text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new IOException("The password file of the embedded PostgreSQL is empty: " + file);
        }
        return new Password(file, text);
    }

    @Override
    public String toString() {
        return "Password[" + file + "]";
    }
}
