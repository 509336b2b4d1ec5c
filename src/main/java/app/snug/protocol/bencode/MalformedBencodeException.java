/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

/** Bytes that are no canonical bencode. The message is safe to show and holds none of them. */
public final class MalformedBencodeException extends Exception {

    public MalformedBencodeException(String message) {
        super(message, null, false, false);
    }
}
