/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

/**
 * What became of a message handed to the store.
 *
 * @param expiry until when it is kept now, or would have been, Unix milliseconds
 */
public record StoreOutcome(long expiry, Kind kind) {

    /** Kept or not, and why. */
    public enum Kind {
        NEW,
        /** It was there before. */
        KNOWN,
        /** A public outbox holds a newer message, so that this one was not stored. */
        OBSOLETE,
        /** The account keeps as much as it may. */
        ACCOUNT_FULL,
        /** The node keeps as much as it may, or its disk is full. */
        NODE_FULL
    }

    public boolean isKept() {
        return kind == Kind.NEW || kind == Kind.KNOWN;
    }

    public boolean already() {
        return kind == Kind.KNOWN;
    }
}
