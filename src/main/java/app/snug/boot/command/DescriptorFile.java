/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import app.snug.protocol.descriptor.DescriptorException;
import app.snug.protocol.descriptor.SignedDescriptor;
import app.snug.server.node.membership.SignedMembership;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A descriptor on its way between operators. */
record DescriptorFile(Path path) {

    private static final int LARGEST = 1 << 20;

    boolean exists() {
        return Files.exists(path);
    }

    SignedDescriptor read() throws CommandException {
        if (!Files.isRegularFile(path)) {
            throw new CommandException("There is no file " + path + ".");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return SignedDescriptor.read(in.readNBytes(LARGEST + 1));
        } catch (DescriptorException e) {
            throw refused(e);
        } catch (IOException e) {
            throw Sentence.of(e, path + " cannot be read");
        }
    }

    CommandException refused(DescriptorException e) {
        return new CommandException(path + " cannot be used. " + e.getMessage(), e);
    }

    void write(SignedDescriptor descriptor) throws CommandException {
        try {
            SignedMembership.replace(path, descriptor.write());
        } catch (IOException e) {
            throw Sentence.of(e, path + " cannot be written");
        }
    }
}
