/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Draft;
import app.snug.messenger.Extras;
import app.snug.messenger.LinkPreviews;
import app.snug.messenger.Preferences;
import app.snug.messenger.preview.LinkLook;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Previews that become drafts. */
public final class StoredLinkPreviews implements LinkPreviews {

    private static final Logger LOG = LoggerFactory.getLogger(StoredLinkPreviews.class);

    private final LinkLook links;
    private final StoredDrafts drafts;
    private final Preferences preferences;
    private final LookPlaces places = new LookPlaces();

    StoredLinkPreviews(LinkLook links, StoredDrafts drafts, Preferences preferences) {
        this.links = links;
        this.drafts = drafts;
        this.preferences = preferences;
    }

    @Override
    public Optional<Draft> look(Account account, ConversationId conversation, String url) {
        if (!preferences.of(account).linkPreviews() || !places.take(account.ref())) {
            return Optional.empty();
        }
        try {
            Optional<LinkLook.Seen> seen = links.at(url);
            return seen.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            drafts.preview(
                                    account,
                                    conversation,
                                    new Extras.Link(url, seen.get().title()),
                                    seen.get().picture()));
        } catch (IOException e) {
            LOG.warn("What was seen of a link cannot be kept: {}", e.getMessage());
            return Optional.empty();
        } finally {
            places.leave(account.ref());
        }
    }
}
