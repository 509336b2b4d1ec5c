/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.protocol.message.Content;
import java.util.Optional;

/** What is kept of a message, whoever wrote it. */
public record Told(Message.Kind kind, String body, Extras extras) {

    public static Told of(Content.Visible visible) {
        Extras extras = Extras.NONE.vanishing(visible.disappearing(), Optional.empty());
        if (visible.quote().isPresent()) {
            extras = extras.answering(visible.quote().get());
        }
        if (visible.preview().isPresent()) {
            String title = visible.preview().get().title().orElse("");
            extras = extras.linking(new Extras.Link(visible.preview().get().url(), title));
        }
        return new Told(Message.Kind.TEXT, visible.body(), extras);
    }

    /** A line of its own, which vanishes by the new setting. */
    public static Told of(Content.TimerChange change) {
        return new Told(
                Message.Kind.TIMER,
                "",
                Extras.NONE.vanishing(change.disappearing(), Optional.empty()));
    }

    public static Told of(Content.Invitation invitation) {
        return new Told(
                Message.Kind.INVITATION,
                "",
                Extras.NONE
                        .vanishing(invitation.disappearing(), Optional.empty())
                        .inviting(new Extras.Invitation(invitation.url(), invitation.name())));
    }
}
