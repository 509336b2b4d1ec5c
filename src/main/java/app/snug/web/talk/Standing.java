/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.messenger.Conversations.Summary;
import java.util.Locale;

/** How two people stand with each other, where that needs saying. */
public enum Standing {
    NONE,
    /** They wrote, and wait to be let in. */
    REQUEST,
    /** We wrote, and wait. */
    PENDING,
    BLOCKED;

    public static Standing of(Summary conversation) {
        if (conversation.noteToSelf()) {
            return NONE;
        }
        if (conversation.settings().blocked()) {
            return BLOCKED;
        }
        if (conversation.settings().isRequest()) {
            return REQUEST;
        }
        boolean waiting =
                conversation.settings().approved()
                        && !conversation.settings().approvedMe()
                        && conversation.last().isPresent();
        return waiting ? PENDING : NONE;
    }

    /** For templates. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
