/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.network.Files;
import app.snug.network.NetworkException;
import app.snug.network.NetworkException.Reason;
import app.snug.network.Progress;
import app.snug.protocol.attachment.FileAddress;
import app.snug.protocol.attachment.FileId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A file server in memory, which keeps files for two weeks unless told otherwise. */
public final class KeptFiles implements Files {

    private record File(byte[] bytes, Instant expires) {}

    private final InstantSource clock;
    private final Map<FileAddress, File> files = new ConcurrentHashMap<>();
    private volatile Duration kept = Duration.ofDays(14);
    private volatile boolean silent;
    private volatile boolean refusing;
    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();

    public KeptFiles(InstantSource clock) {
        this.clock = clock;
    }

    /** What is uploaded from now on is kept that long. */
    public void keepFor(Duration time) {
        kept = time;
    }

    /** Like a server of old it does not say until when it keeps what is uploaded. */
    public void sayNothing() {
        silent = true;
    }

    /** Whether it takes nothing. */
    public void refuse(boolean everything) {
        refusing = everything;
    }

    /** An upload that is not answered yet. */
    public static final class Held {

        private final CountDownLatch came = new CountDownLatch(1);
        private final CountDownLatch goes = new CountDownLatch(1);

        private void hold() {
            came.countDown();
            try {
                goes.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        public boolean isHeld() {
            return came.getCount() == 0;
        }

        public void letGo() {
            goes.countDown();
        }
    }

    /** Holds the next upload back. */
    public Held holdNext() {
        Held next = new Held();
        held.set(next);
        return next;
    }

    /** How many it was given. */
    public int count() {
        return files.size();
    }

    @Override
    public boolean canUpload() {
        return true;
    }

    @Override
    public Standing standing(Duration patience) {
        return Standing.ANSWERS;
    }

    @Override
    public Uploaded upload(byte[] sealed, boolean stream, Progress progress)
            throws NetworkException {
        Optional.ofNullable(held.getAndSet(null)).ifPresent(Held::hold);
        if (refusing) {
            throw new NetworkException(Reason.REFUSED, "No");
        }
        FileAddress address =
                new FileAddress(
                        "http://files.example", FileId.of(sealed), stream, Optional.empty());
        File file = new File(sealed.clone(), clock.instant().plus(kept));
        files.put(address, file);
        return new Uploaded(address, silent ? Optional.empty() : Optional.of(file.expires()));
    }

    @Override
    public byte[] download(FileAddress address, Progress progress) throws NetworkException {
        File file = files.get(address);
        if (file == null || file.expires().isBefore(clock.instant())) {
            throw new NetworkException(Reason.NOT_FOUND, "Gone");
        }
        return file.bytes().clone();
    }

    @Override
    public Instant extend(FileAddress address, Duration timeToLive) throws NetworkException {
        File file = files.get(address);
        if (file == null) {
            throw new NetworkException(Reason.NOT_FOUND, "Gone");
        }
        return file.expires();
    }
}
