/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

/**
 * How much a node keeps. What anybody may send to an account counts apart from what the account
 * stores itself, so that strangers who fill its inbox leave it room.
 *
 * @param messages of an account, in its inboxes and elsewhere
 * @param bytes of an account's messages, in its inboxes and elsewhere
 * @param nodeBytes of all messages, and of what is remembered of orders, which is at most a tenth
 */
public record Quota(int messages, long bytes, long nodeBytes) {

    /** The whole as storage servers have it; they do not limit accounts. */
    public static final Quota DEFAULT = new Quota(50_000, 512L << 20, 10L << 30);
}
