/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * How a sender wants to be shown.
 *
 * @param displayName 1 to 100 bytes of UTF-8
 * @param updatedAt when it was last changed, to the second; the newer profile wins
 */
public record SenderProfile(String displayName, Optional<Instant> updatedAt, Portrait portrait) {

    public static final int MAX_NAME_BYTES = 100;

    /** What a profile says about the picture ({@code protocol/01} §4.7). */
    public sealed interface Portrait {

        /** Nothing: it is what it was. */
        record Unchanged() implements Portrait {}

        /** There is none any more. */
        record Removed() implements Portrait {}

        /** This one. */
        record Shown(Picture picture) implements Portrait {}
    }

    /**
     * @throws IllegalArgumentException if the name is empty or too long
     */
    public SenderProfile {
        if (displayName.isEmpty() || bytes(displayName) > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("A display name has 1 to 100 bytes");
        }
    }

    /** That says nothing about a picture. */
    public SenderProfile(String displayName, Optional<Instant> updatedAt) {
        this(displayName, updatedAt, new Portrait.Unchanged());
    }

    /** A name from outside, cut where its 100 bytes end, but never inside a character. */
    static Optional<SenderProfile> received(
            String name, Optional<Instant> updatedAt, Portrait portrait) {
        String kept = Cut.toBytes(name, MAX_NAME_BYTES);
        return kept.isBlank()
                ? Optional.empty()
                : Optional.of(new SenderProfile(kept, updatedAt, portrait));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
