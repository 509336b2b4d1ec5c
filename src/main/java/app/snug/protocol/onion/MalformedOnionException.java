/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

/**
 * Bytes that are no onion, layer or reply. The message is safe to show: it holds lengths and names
 * at most.
 */
public final class MalformedOnionException extends Exception {

    public MalformedOnionException(String message) {
        super(message, null, false, false);
    }
}
