/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.protocol.attachment.FileAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Encrypted files at file servers, reached by onion requests ({@code protocol/07} §2, §3.4). The
 * server learns the size and when a file is fetched, neither whose it is nor who asks.
 */
public interface Files {

    /** Whether this network names a file server to upload to. */
    boolean canUpload();

    /**
     * Whether the network's own file server answers. If nothing recent is known, it is asked.
     *
     * @param patience how long to wait for its answer; without one in time UNKNOWN, and it may be
     *     known the next time
     */
    Standing standing(Duration patience);

    /**
     * Uploads to the network's own server. The same bytes again are the same file, kept longer.
     *
     * @param sealed already encrypted, 1 to 10,223,616 bytes
     * @param stream whether it is stream encrypted, for the address to say so
     * @throws NetworkException REFUSED if the network names no file server
     */
    Uploaded upload(byte[] sealed, boolean stream, Progress progress) throws NetworkException;

    /** As {@link #upload(byte[], boolean, Progress)}, with nobody watching. */
    default Uploaded upload(byte[] sealed, boolean stream) throws NetworkException {
        return upload(sealed, stream, Progress.NONE);
    }

    /**
     * @throws NetworkException NOT_FOUND if the server does not have it any more; REFUSED if the
     *     server is one whose key we do not know
     */
    byte[] download(FileAddress address, Progress progress) throws NetworkException;

    /** As {@link #download(FileAddress, Progress)}, with nobody watching. */
    default byte[] download(FileAddress address) throws NetworkException {
        return download(address, Progress.NONE);
    }

    /**
     * Has a file kept longer; never shorter.
     *
     * @return until when
     * @throws NetworkException as {@link #download(FileAddress, Progress)}
     */
    Instant extend(FileAddress address, Duration timeToLive) throws NetworkException;

    /** How the network's own file server is. */
    enum Standing {
        /** The network names none. */
        NONE,
        UNKNOWN,
        ANSWERS,
        AWAY
    }

    /**
     * @param expires when the server removes it; those of old do not say
     */
    record Uploaded(FileAddress address, Optional<Instant> expires) {}
}
