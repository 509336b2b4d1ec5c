/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes did wrong, and what follows: three strikes and a node leaves the paths and is set
 * aside ({@code protocol/02} §4.4). Logs name nodes and counts, never content.
 */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final NodeDirectory directory;
    private final Strikes strikes = new Strikes();
    private final List<Consumer<Ed25519PublicKey>> onSetAside = new CopyOnWriteArrayList<>();
    private final Map<Ed25519PublicKey, LongAdder> malformed = new ConcurrentHashMap<>();

    Failures(NodeDirectory directory) {
        this.directory = directory;
    }

    void onSetAside(Consumer<Ed25519PublicKey> listener) {
        onSetAside.add(listener);
    }

    void strike(Ed25519PublicKey node) {
        if (strikes.add(node) || directory.isSetAside(node)) {
            setAside(node);
        }
    }

    void forgive(Ed25519PublicKey node) {
        strikes.forgive(node);
        directory.takeBack(node);
    }

    /** Without further strikes, as {@code Next node not found} demands. */
    void setAside(Ed25519PublicKey node) {
        strikes.clear(node);
        LOG.info("Service node {} is set aside", node);
        directory.setAside(node);
        onSetAside.forEach(listener -> listener.accept(node));
    }

    /** The node sent something that is not an answer; counts as a failure too. */
    void malformed(ServiceNode node, MalformedAnswerException why) {
        LongAdder count = malformed.computeIfAbsent(node.ed25519(), k -> new LongAdder());
        count.increment();
        long times = count.sum();
        if (Long.bitCount(times) == 1) {
            LOG.warn(
                    "Refused an answer of {}: {} (time {})",
                    node.ed25519(),
                    why.getMessage(),
                    times);
        }
        strike(node.ed25519());
    }

    /** How many answers were refused, by node. */
    Map<String, Long> malformedAnswers() {
        Map<String, Long> counts = new TreeMap<>();
        malformed.forEach((node, count) -> counts.put(node.hex(), count.sum()));
        return counts;
    }
}
