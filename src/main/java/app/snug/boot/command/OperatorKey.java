/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.server.secret.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** An operator's key: a file of 32 bytes that its owner alone can read. It is never shown. */
record OperatorKey(Path file) {

    boolean exists() {
        return Files.exists(file);
    }

    /** Makes a new key; closing it is the caller's. */
    Ed25519KeyPair create(SecureRandom random) throws CommandException {
        try (Secret seed = Secret.random(Ed25519KeyPair.SEED_SIZE, random)) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                PrivateFile.createDirectory(folder);
            }
            PrivateFile.create(file, seed.copy());
            return Ed25519KeyPair.fromSeed(seed);
        } catch (IOException e) {
            throw Sentence.of(e, "The key cannot be written to " + file);
        }
    }

    /** The key; closing it is the caller's. */
    Ed25519KeyPair load() throws CommandException {
        if (!exists()) {
            throw new CommandException(
                    "There is no key in "
                            + file
                            + ". ./snug network key NAME makes one; --key names another file.");
        }
        try (Secret seed = Secret.owning(PrivateFile.read(file, Ed25519KeyPair.SEED_SIZE))) {
            return Ed25519KeyPair.fromSeed(seed);
        } catch (IOException e) {
            throw Sentence.of(e, "The key in " + file + " cannot be read");
        }
    }
}
