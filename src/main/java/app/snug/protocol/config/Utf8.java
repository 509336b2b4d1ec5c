/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import java.nio.charset.StandardCharsets;

/** Texts whose limits are in bytes. */
final class Utf8 {

    private Utf8() {}

    static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * @throws IllegalArgumentException if the text has more bytes
     */
    static String fitting(String text, int bytes) {
        if (size(text) > bytes) {
            throw new IllegalArgumentException("A text of at most " + bytes + " bytes");
        }
        return text;
    }

    /** As many whole characters as fit. */
    static String cut(String text, int bytes) {
        if (size(text) <= bytes) {
            return text;
        }
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            used += size(Character.toString(character));
            if (used > bytes) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }
}
