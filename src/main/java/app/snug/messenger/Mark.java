/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.regex.Pattern;

/**
 * A place in a text that is asked for.
 *
 * @param start in the text
 * @param end exclusive
 */
public record Mark(int start, int end) {

    private static final Pattern ADDRESS =
            Pattern.compile("\\bhttps?://[\\x21-\\x7E]", Pattern.CASE_INSENSITIVE);

    static boolean hasLink(String text) {
        return ADDRESS.matcher(text).find();
    }
}
