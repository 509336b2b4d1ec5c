/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.network.Files;
import app.snug.network.NetworkException;
import app.snug.network.Progress;
import app.snug.protocol.attachment.FileAddress;
import java.time.Duration;
import java.time.Instant;

/** Of a network without a file server. */
final class NoFiles implements Files {

    @Override
    public boolean canUpload() {
        return false;
    }

    @Override
    public Standing standing(Duration patience) {
        return Standing.NONE;
    }

    @Override
    public Uploaded upload(byte[] sealed, boolean stream, Progress progress)
            throws NetworkException {
        throw none();
    }

    @Override
    public byte[] download(FileAddress address, Progress progress) throws NetworkException {
        throw none();
    }

    @Override
    public Instant extend(FileAddress address, Duration timeToLive) throws NetworkException {
        throw none();
    }

    private static NetworkException none() {
        return new NetworkException(NetworkException.Reason.REFUSED, "No file server");
    }
}
