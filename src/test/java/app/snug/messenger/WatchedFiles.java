/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.network.Files;
import app.snug.network.NetworkException;
import app.snug.network.Progress;
import app.snug.protocol.attachment.FileAddress;
import java.time.Duration;
import java.time.Instant;

/**
 * Files whose way a test watches, and holds up if it does not return.
 *
 * @param watcher hears before anybody else how far they are
 */
record WatchedFiles(Files files, Progress watcher) implements Files {

    private Progress watched(Progress progress) {
        return (done, total) -> {
            watcher.moved(done, total);
            progress.moved(done, total);
        };
    }

    @Override
    public boolean canUpload() {
        return files.canUpload();
    }

    @Override
    public Standing standing(Duration patience) {
        return files.standing(patience);
    }

    @Override
    public Uploaded upload(byte[] sealed, boolean stream, Progress progress)
            throws NetworkException {
        return files.upload(sealed, stream, watched(progress));
    }

    @Override
    public byte[] download(FileAddress address, Progress progress) throws NetworkException {
        return files.download(address, watched(progress));
    }

    @Override
    public Instant extend(FileAddress address, Duration timeToLive) throws NetworkException {
        return files.extend(address, timeToLive);
    }
}
