/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

/**
 * What became of a message handed to the store.
 *
 * @param expiry until when it is kept now, Unix milliseconds
 * @param already whether it was there before
 * @param obsolete whether a public outbox holds a newer message, so that this one was not stored
 */
public record StoreOutcome(long expiry, boolean already, boolean obsolete) {}
