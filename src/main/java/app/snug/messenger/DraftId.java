/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** A file that was chosen for a message. Meaningful on this server only. */
public record DraftId(long value) {}
