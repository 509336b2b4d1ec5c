/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

/** For the fuzzer. */
public final class MessageParsers {

    private MessageParsers() {}

    public static void message(byte[] bytes) {
        open(bytes);
        open(Strangers.request(bytes));
    }

    /** What a sender may write into a message that opens. */
    public static void content(byte[] bytes) {
        open(Strangers.message(bytes, envelope -> envelope));
    }

    private static void open(byte[] message) {
        try {
            DirectMessage.open(message, Strangers.BOB);
        } catch (MalformedMessageException e) {
            // Refused.
        }
    }
}
