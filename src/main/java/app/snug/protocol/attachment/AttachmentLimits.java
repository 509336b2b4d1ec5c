/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

/** Sizes in bytes ({@code protocol/07} §2.1). */
public final class AttachmentLimits {

    /** What official apps send at most. */
    public static final int MAX_PLAIN = 10_000_000;

    /** What a file server takes: a plain file of the largest size, stream encrypted. */
    public static final int MAX_SEALED = 10_223_616;

    private AttachmentLimits() {}
}
