/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

/**
 * Bytes that are no message to us, or one that breaks the protocol's rules. The message is safe to
 * log and holds none of them.
 */
public final class MalformedMessageException extends Exception {

    public MalformedMessageException(String message) {
        super(message, null, false, false);
    }
}
