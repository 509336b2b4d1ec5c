/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of messages. Every call is scoped to its account. */
public interface Attachments {

    /** The files of these messages, in the order in which their sender put them. */
    Map<MessageId, List<Attachment>> of(Account account, Collection<MessageId> messages);

    Optional<Attachment> find(Account account, AttachmentId id);

    /**
     * To show or save; empty if it is not here.
     *
     * @param small the small picture of it
     */
    Optional<Content> open(Account account, AttachmentId id, boolean small) throws IOException;

    /**
     * Fetches a file that was not, or tries again.
     *
     * @return false if it cannot be fetched: it is here, or gone, or there is none
     */
    boolean fetch(Account account, AttachmentId id);

    /**
     * Files of this person are fetched as they come, from now on and of the newest messages. Until
     * somebody asks for one, nobody learns from a file server that we are there.
     */
    void fetchAlways(Account account, ConversationId conversation);

    /** Ends the above for what is yet to come. */
    void askFirst(Account account, ConversationId conversation);

    /** Whether files in this conversation are fetched as they come. */
    boolean fetches(Account account, ConversationId conversation);

    /** Breaks fetching off; it can be fetched later. */
    void cancel(Account account, AttachmentId id);

    /** Sends what failed again, at once. */
    void retry(Account account, MessageId message);

    /** How far files under way are, as far as this process knows. */
    Map<AttachmentId, Progress> progress(Account account, Collection<AttachmentId> ids);

    /**
     * Files of a conversation, the newest first.
     *
     * @param documents those that are only saved, or pictures, videos and sounds
     * @param before continue behind this one
     * @param limit 1 to 200
     */
    List<Item> library(
            Account account,
            ConversationId conversation,
            boolean documents,
            Optional<AttachmentId> before,
            int limit);

    /**
     * One of many.
     *
     * @param shownAt of its message
     */
    record Item(Attachment file, Instant shownAt, boolean outgoing) {}

    /**
     * Bytes on their way.
     *
     * @param total −1 if that is not known yet
     */
    record Progress(long done, long total) {

        /** 0 to 100; 0 if nobody knows. */
        public int percent() {
            return total <= 0 ? 0 : Math.clamp(done * 100 / total, 0, 100);
        }
    }
}
