/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.messenger.Conversations.Summary;
import java.util.List;
import java.util.Optional;

/**
 * Finds messages of an account by what they say. The database knows only keyed hashes of words;
 * what they lead to is opened and looked at, so many at a time.
 */
public interface Search {

    /**
     * The newest first.
     *
     * @param before where a page before ended; empty for the first
     * @param limit 1 to 100 messages
     */
    Found messages(Account account, Query query, Optional<MessageId> before, int limit);

    /** Conversations whose name, or whose person's Account ID, begins so; at most so many. */
    List<Summary> people(Account account, String name, int limit);

    /** Whether older messages still wait to be taken into the index. */
    boolean isIndexing(Account account);

    /**
     * A message that is meant.
     *
     * @param marks what was asked for, in the body
     */
    record Hit(Message message, List<Mark> marks) {}

    /**
     * A page.
     *
     * @param next where to go on; empty if there is no more. There may be more even where nothing
     *     was found: enough was looked at for once
     */
    record Found(List<Hit> hits, Optional<MessageId> next) {}
}
