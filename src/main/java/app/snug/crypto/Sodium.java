/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * The bundled libsodium, reached through the foreign function API.
 *
 * <p>Never the system's library: its version and build flags are unknown. Java arrays are passed
 * without copying; that pins them, so only functions that return quickly are bound that way.
 */
final class Sodium {

    /** Where the bundled library lies already unpacked: an image has no folder to run it from. */
    private static final String UNPACKED = "snug.libsodium";

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = load();

    static final MemoryLayout PTR = ValueLayout.ADDRESS;
    static final MemoryLayout LONG = ValueLayout.JAVA_LONG;

    private Sodium() {}

    /**
     * A function that returns {@code int}, takes the given arguments and may be given Java arrays.
     */
    static MethodHandle quick(String name, MemoryLayout... arguments) {
        return bind(name, arguments, Linker.Option.critical(true));
    }

    /**
     * As {@link #quick}, for functions that run long (password hashing): takes native memory only.
     */
    static MethodHandle slow(String name, MemoryLayout... arguments) {
        return bind(name, arguments);
    }

    static MemorySegment of(byte[] bytes) {
        return MemorySegment.ofArray(bytes);
    }

    /**
     * What a failed native call becomes: the handles declare Throwable, but none is ever expected.
     */
    static IllegalStateException broken(Throwable cause) {
        return new IllegalStateException("libsodium call failed", cause);
    }

    private static MethodHandle bind(
            String name, MemoryLayout[] arguments, Linker.Option... options) {
        MemorySegment symbol =
                LIBRARY.find(name)
                        .orElseThrow(() -> new IllegalStateException("libsodium lacks " + name));
        return LINKER.downcallHandle(
                symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments), options);
    }

    private static SymbolLookup load() {
        String unpacked = System.getProperty(UNPACKED);
        if (unpacked != null) {
            SymbolLookup lookup = SymbolLookup.libraryLookup(Path.of(unpacked), Arena.global());
            initialise(lookup);
            return lookup;
        }
        String resource = "/" + platform();
        try (InputStream in = Sodium.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No libsodium for this platform: " + resource);
            }
            Path file = Files.createTempFile("snug-sodium", resource.replace('/', '-'));
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                SymbolLookup lookup = SymbolLookup.libraryLookup(file, Arena.global());
                initialise(lookup);
                return lookup;
            } finally {
                // The mapping outlives the file; where it does not (Windows) the file stays.
                if (!file.toFile().delete()) {
                    file.toFile().deleteOnExit();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("libsodium could not be unpacked", e);
        }
    }

    private static void initialise(SymbolLookup lookup) {
        MethodHandle init =
                LINKER.downcallHandle(
                        lookup.find("sodium_init").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            if ((int) init.invokeExact() < 0) {
                throw new IllegalStateException("sodium_init failed");
            }
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        if (os.contains("mac")) {
            return (arm ? "mac_arm" : "mac") + "/libsodium.dylib";
        }
        if (os.contains("win")) {
            return "windows64/libsodium.dll";
        }
        return (arm ? "arm64" : "linux64") + "/libsodium.so";
    }
}
