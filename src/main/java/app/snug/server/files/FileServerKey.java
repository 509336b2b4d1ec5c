/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.files;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.server.secret.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A file server's identity in a file that only its owner can read. */
public final class FileServerKey {

    private static final String NAME = "ed25519.seed";

    private FileServerKey() {}

    /**
     * The key in a directory; made on the first call.
     *
     * @throws IOException with a sentence for people
     */
    public static Ed25519KeyPair load(Path directory, SecureRandom random) throws IOException {
        PrivateFile.createDirectory(directory);
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            try (Secret fresh = Secret.random(Ed25519KeyPair.SEED_SIZE, random)) {
                PrivateFile.write(file, fresh.copy());
            }
        }
        try (Secret seed = Secret.owning(PrivateFile.read(file, Ed25519KeyPair.SEED_SIZE))) {
            return Ed25519KeyPair.fromSeed(seed);
        }
    }
}
