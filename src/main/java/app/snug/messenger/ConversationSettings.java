/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.config.Notifications;
import app.snug.protocol.message.Disappearing;
import java.time.Instant;
import java.util.Optional;

/**
 * What was decided about a conversation, the same on all of the account's devices.
 *
 * @param priority more than 0: pinned, higher first; −1: hidden
 * @param mutedUntil silent until then
 * @param markedUnread by hand
 * @param ownName what the other calls itself
 * @param nickname what we call the other instead
 * @param approved we have written or accepted; for Note to Self always
 * @param approvedMe the other has written or accepted
 * @param blocked what the other writes is not shown
 * @param disappearing when messages vanish
 */
public record ConversationSettings(
        int priority,
        Notifications notifications,
        Optional<Instant> mutedUntil,
        boolean markedUnread,
        Optional<String> ownName,
        Optional<String> nickname,
        boolean approved,
        boolean approvedMe,
        boolean blocked,
        Optional<Disappearing> disappearing) {

    /** Nothing was decided yet. */
    public static final ConversationSettings NONE =
            new ConversationSettings(
                    0,
                    Notifications.DEFAULT,
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    false,
                    Optional.empty());

    public boolean pinned() {
        return priority > 0;
    }

    public boolean hidden() {
        return priority < 0;
    }

    /** Somebody wrote whom we have neither answered nor accepted. */
    public boolean isRequest() {
        return !approved && approvedMe;
    }

    /** Both have accepted: what tells something of us may be told. */
    public boolean isMutual() {
        return approved && approvedMe && !blocked;
    }

    public boolean mutedAt(Instant now) {
        return notifications == Notifications.DISABLED
                || mutedUntil.filter(now::isBefore).isPresent();
    }
}
