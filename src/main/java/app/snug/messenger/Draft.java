/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.time.Duration;
import java.util.Optional;

/**
 * A file that waits to be sent with a message, or what is seen of a link in it.
 *
 * @param link of a preview
 * @param size in bytes
 * @param length how long it plays; zero if unknown
 * @param thumbnail whether there is a small picture of it
 */
public record Draft(
        DraftId id,
        Attachment.Part part,
        String contentType,
        Optional<String> name,
        Optional<Extras.Link> link,
        long size,
        boolean voice,
        int width,
        int height,
        Duration length,
        boolean thumbnail) {

    public Look look() {
        return Look.of(contentType);
    }

    /** Without names. */
    @Override
    public String toString() {
        return "Draft[" + id.value() + ", " + size + " bytes]";
    }
}
