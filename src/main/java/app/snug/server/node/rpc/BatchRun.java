/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Carries out calls so that each takes effect on this node after those before it, as on the public
 * network. Answers of other members are waited for together, and reads that follow one another are
 * done side by side. Used once.
 */
final class BatchRun implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<RpcReply> replies = new ArrayList<>();
    private final List<Supplier<RpcReply>> awaited = new ArrayList<>();
    private final List<SwarmCall.Begun> writing = new ArrayList<>();
    private final List<Future<RpcReply>> reading = new ArrayList<>();
    private boolean outbox;

    static List<RpcReply> of(List<Call> calls) {
        try (BatchRun run = new BatchRun()) {
            for (Call call : calls) {
                if (call instanceof SwarmCall shared) {
                    run.write(shared);
                } else {
                    run.read(call);
                }
            }
            run.finish();
            return run.replies;
        }
    }

    private void read(Call call) {
        settle();
        Future<RpcReply> reply = threads.submit(call::run);
        reading.add(reply);
        awaited.add(() -> result(reply));
    }

    /** Writes are carried out in the order in which they are handed to the store. */
    private void write(SwarmCall call) {
        reading.forEach(BatchRun::result);
        reading.clear();
        if (call instanceof Store store && store.namespace().isPublicOutbox()) {
            // Other members keep what comes last.
            if (outbox) {
                finish();
            }
            outbox = true;
        }
        SwarmCall.Begun begun = begin(call);
        writing.add(begun);
        awaited.add(begun.reply());
        if (call instanceof AlteringCall) {
            // It may take rights from who asks next.
            settle();
        }
    }

    private void settle() {
        writing.forEach(begun -> Waiting.forResult(begun.here()));
        writing.clear();
    }

    private void finish() {
        for (Supplier<RpcReply> reply : awaited) {
            replies.add(guarded(reply));
        }
        awaited.clear();
    }

    private static SwarmCall.Begun begin(SwarmCall call) {
        try {
            return call.begin();
        } catch (RuntimeException e) {
            return SwarmCall.Begun.refused(Failed.reply(e));
        }
    }

    private static RpcReply guarded(Supplier<RpcReply> reply) {
        try {
            return reply.get();
        } catch (RuntimeException e) {
            return Failed.reply(e);
        }
    }

    private static RpcReply result(Future<RpcReply> reply) {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            return Failed.reply(new IllegalStateException(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RpcReply.text(503, "shutting down");
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
