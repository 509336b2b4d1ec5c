/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** A file of a message. Meaningful on this server only. */
public record AttachmentId(long value) {}
