/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.identity.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Conversations of one account, pinned ones first, then by newest activity; hidden ones and message
 * requests are not listed. Every call is scoped to its account.
 */
public interface Conversations {

    /**
     * @param before continue behind this conversation; empty for the first page
     * @param limit 1 to 200
     */
    List<Summary> list(Account account, Optional<Summary> before, int limit);

    /**
     * Message requests: conversations with people whom we have neither written to nor accepted, the
     * newest first.
     *
     * @param before continue behind this one; empty for the first page
     * @param limit 1 to 200
     */
    List<Summary> requests(Account account, Optional<Summary> before, int limit);

    Overview overview(Account account);

    Optional<Summary> find(Account account, ConversationId id);

    Optional<Summary> with(Account account, AccountId peer);

    /** The conversation with a person, made if there is none; with oneself it is Note to Self. */
    Summary start(Account account, AccountId peer);

    /** Everything up to now is read, on all of the account's devices. */
    void markRead(Account account, ConversationId id);

    /**
     * What waits in all conversations together.
     *
     * @param unread messages of listed conversations that are not muted; one that was marked as
     *     unread counts as one
     * @param requests message requests
     * @param newestRequest the one made last; empty if there is none
     */
    record Overview(int unread, int requests, Optional<ConversationId> newestRequest) {

        public static final Overview NOTHING = new Overview(0, 0, Optional.empty());
    }

    /**
     * A row of the list.
     *
     * @param name what to call it: our nickname for the other or the other's display name, or empty
     *     if not known yet (show the shortened Account ID then)
     * @param lastActivity time of the last message, or of the start
     * @param last the last message; empty while there is none
     * @param picture changes with the other's picture; empty if there is none here
     */
    record Summary(
            ConversationId id,
            AccountId peer,
            boolean noteToSelf,
            Optional<String> name,
            Instant lastActivity,
            Optional<Message> last,
            int unread,
            ConversationSettings settings,
            Optional<String> picture) {

        /** Of somebody whose picture is not here. */
        public Summary(
                ConversationId id,
                AccountId peer,
                boolean noteToSelf,
                Optional<String> name,
                Instant lastActivity,
                Optional<Message> last,
                int unread,
                ConversationSettings settings) {
            this(
                    id,
                    peer,
                    noteToSelf,
                    name,
                    lastActivity,
                    last,
                    unread,
                    settings,
                    Optional.empty());
        }

        /** Of which nothing was decided yet. */
        public Summary(
                ConversationId id,
                AccountId peer,
                boolean noteToSelf,
                Optional<String> name,
                Instant lastActivity,
                Optional<Message> last,
                int unread) {
            this(id, peer, noteToSelf, name, lastActivity, last, unread, ConversationSettings.NONE);
        }
    }
}
