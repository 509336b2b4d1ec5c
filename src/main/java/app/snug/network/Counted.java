/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Bodies of requests and answers whose bytes are counted as they pass. */
final class Counted {

    private Counted() {}

    static BodyPublisher body(byte[] bytes, Progress progress) {
        BodyPublisher whole = BodyPublishers.ofByteArray(bytes);
        return BodyPublishers.fromPublisher(
                subscriber -> whole.subscribe(new Count(subscriber, bytes.length, progress)),
                bytes.length);
    }

    static <T> BodyHandler<T> answer(BodyHandler<T> handler, Progress progress) {
        return info ->
                new CountedAnswer<>(
                        handler.apply(info),
                        info.headers().firstValueAsLong("content-length").orElse(-1),
                        progress);
    }

    /** Passes a request's body on. */
    private static final class Count implements Flow.Subscriber<ByteBuffer> {

        private final Flow.Subscriber<? super ByteBuffer> to;
        private final long total;
        private final Progress progress;
        private long done;

        private Count(Flow.Subscriber<? super ByteBuffer> to, long total, Progress progress) {
            this.to = to;
            this.total = total;
            this.progress = progress;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer part) {
            done += part.remaining();
            progress.moved(done, total);
            to.onNext(part);
        }

        @Override
        public void onError(Throwable problem) {
            to.onError(problem);
        }

        @Override
        public void onComplete() {
            to.onComplete();
        }
    }

    /** Passes an answer's body on. */
    private static final class CountedAnswer<T> implements BodySubscriber<T> {

        private final BodySubscriber<T> to;
        private final long total;
        private final Progress progress;
        private long done;

        private CountedAnswer(BodySubscriber<T> to, long total, Progress progress) {
            this.to = to;
            this.total = total;
            this.progress = progress;
        }

        @Override
        public CompletionStage<T> getBody() {
            return to.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                done += part.remaining();
            }
            progress.moved(done, total);
            to.onNext(parts);
        }

        @Override
        public void onError(Throwable problem) {
            to.onError(problem);
        }

        @Override
        public void onComplete() {
            to.onComplete();
        }
    }
}
