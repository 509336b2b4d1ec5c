/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.nio.charset.StandardCharsets;

/** The {@code info} request: a node's time, nothing else that we need. */
final class Info {

    static final byte[] REQUEST =
            "{\"method\":\"info\",\"params\":{}}".getBytes(StandardCharsets.US_ASCII);
    static final int LARGEST_ANSWER = 16 << 10;

    private Info() {}

    /** Unix milliseconds. */
    static long time(byte[] answer) throws MalformedAnswerException {
        long time = Json.number(Json.parseObject(answer), "timestamp");
        if (time <= 0) {
            throw new MalformedAnswerException("no time");
        }
        return time;
    }
}
