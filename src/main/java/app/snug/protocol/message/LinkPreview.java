/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import java.util.Optional;

/**
 * How the sender saw a link ({@code protocol/01} §4.8).
 *
 * @param url stands in the text, too
 * @param title empty if the page has none; then there is an image
 */
public record LinkPreview(String url, Optional<String> title, Optional<AttachmentPointer> image) {

    /** Characters. */
    public static final int MAX_URL = 2_048;

    /** Code points. */
    public static final int MAX_TITLE = 300;

    /** Without the link. */
    @Override
    public String toString() {
        return "LinkPreview[]";
    }
}
