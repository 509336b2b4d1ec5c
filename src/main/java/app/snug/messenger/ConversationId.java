/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** A conversation of one account. Meaningful on this server only. */
public record ConversationId(long value) {}
