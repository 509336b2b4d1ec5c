/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A snapshot of the node list to begin with when no seed answers ({@code protocol/02} §1.3).
 *
 * @param height of the chain when it was taken
 * @param time when it was taken
 */
public record FallbackList(long height, Instant time, List<Entry> entries) {

    /** The chain makes a block in two minutes. */
    private static final Duration BLOCK = Duration.ofSeconds(120);

    public FallbackList {
        entries = List.copyOf(entries);
    }

    /**
     * @param requestedUnlockHeight the height at which it leaves; 0 for none
     */
    public record Entry(ServiceNode node, long requestedUnlockHeight) {}

    /** The nodes that have not left in the meantime, as far as the snapshot tells. */
    List<ServiceNode> nodesAt(Instant now) {
        long elapsed = Math.max(0, Duration.between(time, now).toSeconds());
        long heightNow = height + elapsed / BLOCK.toSeconds();
        return entries.stream()
                .filter(e ->
                        e.requestedUnlockHeight() == 0 || e.requestedUnlockHeight() > heightNow)
                .map(Entry::node)
                .toList();
    }

    /** Reads {@code {"height": …, "time": "2026-01-31T12:00:00Z", "nodes": [as seeds give]}}. */
    static FallbackList read(JsonNode value) throws MalformedAnswerException {
        Instant time;
        try {
            time = Instant.parse(Json.text(value, "time"));
        } catch (DateTimeParseException e) {
            throw new MalformedAnswerException("“time” is no time like 2026-01-31T12:00:00Z", e);
        }
        return new FallbackList(
                Json.number(value, "height"), time, NodeListReader.read(value.path("nodes")));
    }
}
