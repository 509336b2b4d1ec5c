/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.Optional;

/** What others see of a link in a message, fetched by this server for its writer. */
public interface LinkPreviews {

    /**
     * Looks at the page behind a link. What is seen waits with the conversation's drafts, in place
     * of what was seen before.
     *
     * @return empty if the account does not want that, or there is nothing to see
     */
    Optional<Draft> look(Account account, ConversationId conversation, String url);
}
