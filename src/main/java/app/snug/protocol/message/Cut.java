/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import java.nio.charset.StandardCharsets;

/** Text from outside, shortened between characters. */
final class Cut {

    private Cut() {}

    /** At most so many bytes of UTF-8. */
    static String toBytes(String text, int most) {
        int end = 0;
        int size = 0;
        while (end < text.length()) {
            String next = Character.toString(text.codePointAt(end));
            size += next.getBytes(StandardCharsets.UTF_8).length;
            if (size > most) {
                break;
            }
            end += next.length();
        }
        return text.substring(0, end);
    }

    /** At most so many code points. */
    static String toLength(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }
}
