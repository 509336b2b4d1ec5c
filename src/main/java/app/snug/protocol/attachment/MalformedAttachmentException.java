/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

/** A file, or the address of one, that is not as the protocol has it. */
public final class MalformedAttachmentException extends Exception {

    private static final long serialVersionUID = 1;

    MalformedAttachmentException(String message) {
        super(message);
    }
}
