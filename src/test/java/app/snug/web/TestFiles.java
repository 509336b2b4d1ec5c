/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.network.Files;
import app.snug.network.Progress;
import app.snug.protocol.attachment.FileAddress;
import java.time.Duration;
import java.time.Instant;

/** A file server of which only the standing is asked. */
public final class TestFiles implements Files {

    public volatile Standing standing = Standing.ANSWERS;

    @Override
    public boolean canUpload() {
        return standing != Standing.NONE;
    }

    @Override
    public Standing standing(Duration patience) {
        return standing;
    }

    @Override
    public Uploaded upload(byte[] sealed, boolean stream, Progress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] download(FileAddress address, Progress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Instant extend(FileAddress address, Duration timeToLive) {
        throw new UnsupportedOperationException();
    }
}
