/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

/** Something from outside that is not what was asked for. The message quotes none of it. */
final class MalformedAnswerException extends Exception {

    MalformedAnswerException(String message) {
        super(message);
    }

    MalformedAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
