/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** A message in a conversation of one account. Meaningful on this server only. */
public record MessageId(long value) {}
