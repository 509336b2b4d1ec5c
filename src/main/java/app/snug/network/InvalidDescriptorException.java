/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

/** A network descriptor that cannot be used; the message is a sentence for people. */
public final class InvalidDescriptorException extends Exception {

    InvalidDescriptorException(String message) {
        super(message);
    }

    InvalidDescriptorException(String message, Throwable cause) {
        super(message, cause);
    }
}
