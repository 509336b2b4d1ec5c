/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.AccountRef;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.transfer.Transfer;
import app.snug.messenger.transfer.TransferQueue;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files of messages, and pictures of people, whose numbers are negative. What goes out is carried
 * first; what comes in takes turns, so that neither waits for all of the other.
 */
final class BothQueues implements TransferQueue {

    private final TransferQueue files;
    private final TransferQueue pictures;

    /** Accounts whose last transfer was a picture that came in. */
    private final Set<AccountRef> pictured = new HashSet<>();

    BothQueues(TransferQueue files, TransferQueue pictures) {
        this.files = files;
        this.pictures = pictures;
    }

    private TransferQueue of(Transfer transfer) {
        return transfer.id() < 0 ? pictures : files;
    }

    @Override
    public synchronized List<Transfer> due(Set<AccountRef> busy, int most) {
        List<Transfer> ofFiles = files.due(busy, most);
        List<Transfer> ofPictures = pictures.due(busy, most);
        Set<AccountRef> taken = new HashSet<>();
        List<Transfer> due =
                Stream.of(
                                outgoing(ofFiles),
                                outgoing(ofPictures),
                                ofPictures.stream()
                                        .filter(picture -> !pictured.contains(picture.account())),
                                ofFiles.stream(),
                                ofPictures.stream())
                        .flatMap(all -> all)
                        .filter(transfer -> taken.add(transfer.account()))
                        .limit(most)
                        .toList();
        for (Transfer transfer : due) {
            if (transfer.id() < 0) {
                pictured.add(transfer.account());
            } else {
                pictured.remove(transfer.account());
            }
        }
        return due;
    }

    private static Stream<Transfer> outgoing(List<Transfer> all) {
        return all.stream().filter(Transfer.Upload.class::isInstance);
    }

    @Override
    public Optional<Instant> nextDue() {
        return Stream.of(files.nextDue(), pictures.nextDue())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    @Override
    public byte[] content(Transfer.Upload upload) throws IOException {
        return of(upload).content(upload);
    }

    @Override
    public void sent(Transfer.Upload upload, Sent sent) {
        of(upload).sent(upload, sent);
    }

    @Override
    public void got(Transfer.Download download, byte[] plain) throws IOException {
        of(download).got(download, plain);
    }

    @Override
    public void failed(Transfer transfer, TransferFailure why, Optional<Instant> again) {
        of(transfer).failed(transfer, why, again);
    }
}
