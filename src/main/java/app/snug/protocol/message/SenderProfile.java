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
public record SenderProfile(String displayName, Optional<Instant> updatedAt) {

    public static final int MAX_NAME_BYTES = 100;

    /**
     * @throws IllegalArgumentException if the name is empty or too long
     */
    public SenderProfile {
        if (displayName.isEmpty() || bytes(displayName) > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("A display name has 1 to 100 bytes");
        }
    }

    /** A name from outside, cut where its 100 bytes end, but never inside a character. */
    static Optional<SenderProfile> received(String name, Optional<Instant> updatedAt) {
        String kept = name;
        if (bytes(name) > MAX_NAME_BYTES) {
            int end = 0;
            int size = 0;
            while (true) {
                String next = Character.toString(name.codePointAt(end));
                size += bytes(next);
                if (size > MAX_NAME_BYTES) {
                    break;
                }
                end += next.length();
            }
            kept = name.substring(0, end);
        }
        return kept.isBlank() ? Optional.empty() : Optional.of(new SenderProfile(kept, updatedAt));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
