/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Drafts;
import app.snug.messenger.Preferences;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The files that wait in a composer. */
@Component
public final class Staged {

    private final Drafts drafts;
    private final Albums albums;
    private final Preferences preferences;

    Staged(Drafts drafts, Albums albums, Preferences preferences) {
        this.drafts = drafts;
        this.albums = albums;
        this.preferences = preferences;
    }

    /** Whether links are looked at while they are written. */
    public boolean previews(Account account) {
        return preferences.of(account).linkPreviews();
    }

    /** Whether one voice message follows another. */
    public boolean autoplay(Account account) {
        return preferences.of(account).autoplay();
    }

    public List<Tile> of(Account account, ConversationId conversation, Locale locale) {
        return drafts.of(account, conversation).stream()
                .filter(draft -> draft.link().isEmpty())
                .map(draft -> albums.tile(conversation.value(), draft, locale))
                .toList();
    }
}
