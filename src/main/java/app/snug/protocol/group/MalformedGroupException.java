/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

/**
 * Something of a group that does not open, verify or parse. The message is safe to show and holds
 * nothing of it.
 */
public final class MalformedGroupException extends Exception {

    public MalformedGroupException(String message) {
        super(message, null, false, false);
    }
}
