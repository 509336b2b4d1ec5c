/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Files that are chosen for a message before it is sent; they lie sealed on the disk, and go after
 * a day. Every call is scoped to its account.
 */
public interface Drafts {

    /** Bytes of one file ({@code protocol/07} §2.1). */
    int MAX_SIZE = 10_000_000;

    /** Files in one message ({@code protocol/01} §4.8). */
    int MOST = 32;

    /** How long they wait to be sent. */
    Duration PATIENCE = Duration.ofDays(1);

    /**
     * Takes a file. What a picture or film says of place, time and camera is removed.
     *
     * @throws FileRefusedException if it cannot be sent
     * @throws IOException if it cannot be kept
     */
    Draft add(Account account, ConversationId conversation, Upload upload)
            throws FileRefusedException, IOException;

    /** Those of a conversation, in the order in which they were chosen. */
    List<Draft> of(Account account, ConversationId conversation);

    void remove(Account account, DraftId id);

    /**
     * To look at.
     *
     * @param small the small picture of it
     */
    Optional<Content> open(Account account, DraftId id, boolean small) throws IOException;

    /**
     * A file from its owner.
     *
     * @param name as it was called where it comes from
     * @param contentType what it is said to be; taken only where its bytes do not tell
     * @param voice whether it was spoken for this message
     * @param length how long it plays, if it was spoken
     */
    record Upload(String name, String contentType, byte[] bytes, boolean voice, Duration length) {

        public static Upload of(String name, String contentType, byte[] bytes) {
            return new Upload(name, contentType, bytes, false, Duration.ZERO);
        }

        /** Without the name. */
        @Override
        public String toString() {
            return "Upload[" + bytes.length + " bytes]";
        }
    }
}
