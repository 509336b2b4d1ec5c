/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.transfer;

import app.snug.crypto.Secret;
import app.snug.messenger.AccountRef;
import app.snug.protocol.attachment.FileAddress;

/** A file that is to be carried. */
public sealed interface Transfer {

    /** Names it in its queue, over restarts. */
    long id();

    AccountRef account();

    /** How often it failed so far, as its queue counts. */
    int failures();

    /** How a file is encrypted that goes out; all forms are read. */
    enum Form {
        /** As attachments are by default ({@code protocol/07} §3.2). */
        FILE,
        PROFILE_PICTURE
    }

    /** To the network's file server. */
    record Upload(long id, AccountRef account, int failures, Form form) implements Transfer {}

    /**
     * From a file server.
     *
     * @param key of the pointer: 64 bytes, or 32 of a stream or a profile picture
     * @param digest of the pointer; may be empty with a stream or a profile picture
     * @param size of the pointer, in bytes
     */
    record Download(
            long id,
            AccountRef account,
            int failures,
            FileAddress address,
            Secret key,
            byte[] digest,
            long size)
            implements Transfer {}
}
