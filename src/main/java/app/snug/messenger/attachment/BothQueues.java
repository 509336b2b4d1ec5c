/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.AccountRef;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.transfer.Transfer;
import app.snug.messenger.transfer.TransferQueue;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files of messages first, then pictures of people, whose numbers are negative. */
record BothQueues(TransferQueue files, TransferQueue pictures) implements TransferQueue {

    private TransferQueue of(Transfer transfer) {
        return transfer.id() < 0 ? pictures : files;
    }

    @Override
    public List<Transfer> due(Set<AccountRef> busy, int most) {
        List<Transfer> due = new ArrayList<>(files.due(busy, most));
        if (due.size() < most) {
            Set<AccountRef> taken = new HashSet<>(busy);
            due.forEach(transfer -> taken.add(transfer.account()));
            due.addAll(pictures.due(taken, most - due.size()));
        }
        return due;
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
