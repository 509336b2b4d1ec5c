/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.transfer;

import app.snug.crypto.Secret;
import app.snug.messenger.AccountRef;
import app.snug.messenger.TransferFailure;
import app.snug.protocol.attachment.FileAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be carried, kept over restarts. A transfer stays due until {@link #sent}, {@link #got}
 * or {@link #failed} says otherwise; each of them is one transaction, and does nothing if the
 * transfer was taken back meanwhile.
 */
public interface TransferQueue {

    /**
     * Those that are due, one of each account, of accounts that are open and not busy: what goes
     * out first, then what has been due for longest.
     *
     * @param busy accounts with a transfer under way
     */
    List<Transfer> due(Set<AccountRef> busy, int most);

    /** When the next one becomes due, if any waits. */
    Optional<Instant> nextDue();

    /** The bytes that an upload is about, unencrypted. */
    byte[] content(Transfer.Upload upload) throws IOException;

    void sent(Transfer.Upload upload, Sent sent);

    /** Keeps the bytes on disk, then says so. */
    void got(Transfer.Download download, byte[] plain) throws IOException;

    /**
     * Counts a failure. Of those of a download that the server is not to blame for only a few
     * count, or a network that was away would use up the server's chances.
     *
     * @param again when it is tried again; empty if it rests until somebody asks for it
     */
    void failed(Transfer transfer, TransferFailure why, Optional<Instant> again);

    /**
     * Where a file lies now, and what opens it: what a pointer says.
     *
     * @param digest 32 bytes; empty of a profile picture
     * @param size in bytes, unencrypted
     * @param expires when the server removes it, if it says so
     */
    record Sent(
            FileAddress address, Secret key, byte[] digest, long size, Optional<Instant> expires) {}
}
