/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

/** How long a text may be, in code points ({@code protocol/01} §4.8). */
public final class TextLimit {

    /** What other apps take for certain. */
    public static final int SENDING = 2_000;

    /** What is kept of a longer text that arrives. */
    public static final int RECEIVING = 10_000;

    private TextLimit() {}

    /** The length in code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Whether the text may be sent as one message. */
    public static boolean fits(String text) {
        return length(text) <= SENDING;
    }

    static String kept(String text) {
        return Cut.toLength(text, RECEIVING);
    }
}
