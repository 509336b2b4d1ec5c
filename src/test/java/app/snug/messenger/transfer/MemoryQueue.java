/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.transfer;

import app.snug.messenger.AccountRef;
import app.snug.messenger.TransferFailure;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A queue as the database keeps it. */
final class MemoryQueue implements TransferQueue {

    private final Map<Long, Transfer> waiting = new LinkedHashMap<>();
    private final Map<Long, Instant> due = new LinkedHashMap<>();
    private final Map<Long, byte[]> contents = new LinkedHashMap<>();
    private final Map<Long, Sent> sent = new LinkedHashMap<>();
    private final Map<Long, byte[]> got = new LinkedHashMap<>();
    private final Map<Long, TransferFailure> failures = new LinkedHashMap<>();
    private int atOnce;
    int mostAtOnce;

    synchronized void add(Transfer transfer) {
        waiting.put(transfer.id(), transfer);
        due.put(transfer.id(), Instant.EPOCH);
    }

    synchronized void upload(Transfer.Upload upload, byte[] plain) {
        contents.put(upload.id(), plain);
        add(upload);
    }

    synchronized Sent sent(long id) {
        return Objects.requireNonNull(sent.get(id));
    }

    synchronized byte[] got(long id) {
        return Objects.requireNonNull(got.get(id));
    }

    synchronized void takeBack(long id) {
        waiting.remove(id);
        due.remove(id);
    }

    synchronized void hurry() {
        due.replaceAll((id, time) -> Instant.EPOCH);
    }

    synchronized boolean isDone(long id) {
        return sent.containsKey(id) || got.containsKey(id);
    }

    synchronized Optional<TransferFailure> failure(long id) {
        return Optional.ofNullable(failures.get(id));
    }

    synchronized boolean waits(long id) {
        return due.containsKey(id);
    }

    @Override
    public synchronized List<Transfer> due(Set<AccountRef> busy, int most) {
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        Set<AccountRef> taken = new HashSet<>(busy);
        return waiting.values().stream()
                .filter(t -> !due.getOrDefault(t.id(), Instant.MAX).isAfter(Instant.now()))
                .filter(t -> taken.add(t.account()))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized Optional<Instant> nextDue() {
        return due.values().stream().min(Instant::compareTo);
    }

    @Override
    public synchronized byte[] content(Transfer.Upload upload) {
        atOnce++;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        return Objects.requireNonNull(contents.get(upload.id()));
    }

    @Override
    public synchronized void sent(Transfer.Upload upload, Sent what) {
        atOnce--;
        if (waiting.containsKey(upload.id())) {
            sent.put(upload.id(), what);
            takeBack(upload.id());
        }
        notifyAll();
    }

    @Override
    public synchronized void got(Transfer.Download download, byte[] plain) {
        if (waiting.containsKey(download.id())) {
            got.put(download.id(), plain);
            takeBack(download.id());
        }
        notifyAll();
    }

    @Override
    public synchronized void failed(
            Transfer transfer, TransferFailure why, Optional<Instant> again) {
        failures.put(transfer.id(), why);
        due.remove(transfer.id());
        again.ifPresent(time -> due.put(transfer.id(), time));
        notifyAll();
    }
}
