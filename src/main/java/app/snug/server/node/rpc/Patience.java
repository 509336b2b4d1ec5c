/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.storage.MessageStore;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps reads of one account waiting while there is nothing to read: until a message comes for one
 * of them, or the time is out.
 */
final class Patience {

    /** A read that may wait. */
    interface Reader extends Call {

        AccountId account();

        Namespace namespace();

        Origin origin();

        /** Milliseconds; 0 means that it does not wait. */
        long patience();
    }

    private Patience() {}

    /** The answers of reads that belong together, in their order. */
    static List<RpcReply> read(NodeContext node, List<? extends Reader> readers) {
        List<RpcReply> first = readers.stream().map(Call::run).toList();
        long patience = readers.stream().mapToLong(Reader::patience).max().orElse(0);
        AccountId account = readers.getFirst().account();
        Origin origin = readers.getFirst().origin();
        boolean same = readers.stream().allMatch(reader -> reader.account().equals(account));
        if (patience == 0 || !same || hasNews(first) || !node.held().acquire(account, origin)) {
            return first;
        }
        Semaphore news = new Semaphore(0);
        List<Namespace> namespaces = readers.stream().map(Reader::namespace).toList();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
        MessageStore.Watch watch = node.store().watch(account, namespaces, news::release);
        try {
            // What came before the watch began is seen by the first of these.
            List<RpcReply> replies = readers.stream().map(Call::run).toList();
            while (!hasNews(replies)
                    && news.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                news.drainPermits();
                replies = readers.stream().map(Call::run).toList();
            }
            return replies;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return first;
        } finally {
            watch.close();
            node.held().release(account, origin);
        }
    }

    /** A message, or a refusal: neither gets better by waiting. */
    private static boolean hasNews(List<RpcReply> replies) {
        return replies.stream().anyMatch(reply -> !reply.empty());
    }
}
