/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.MessageName;
import java.time.Instant;
import java.util.Optional;

/**
 * What a message has besides its text.
 *
 * @param quote the message that it answers
 * @param link what the sender saw of a link in it
 * @param invitation with {@link Message.Kind#INVITATION}
 * @param timer when it vanishes; with {@link Message.Kind#TIMER} the new setting, empty for never
 * @param vanishesAt known once the timer runs
 */
public record Extras(
        Optional<MessageName> quote,
        Optional<Link> link,
        Optional<Invitation> invitation,
        Optional<Disappearing> timer,
        Optional<Instant> vanishesAt) {

    public static final Extras NONE =
            new Extras(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** A link's page, as its sender saw it. */
    public record Link(String url, String title) {}

    /** Into a community. */
    public record Invitation(String url, String name) {}

    public Extras answering(MessageName message) {
        return new Extras(Optional.of(message), link, invitation, timer, vanishesAt);
    }

    public Extras linking(Link page) {
        return new Extras(quote, Optional.of(page), invitation, timer, vanishesAt);
    }

    public Extras inviting(Invitation place) {
        return new Extras(quote, link, Optional.of(place), timer, vanishesAt);
    }

    /** With the link or invitation of the other. */
    public Extras and(Extras other) {
        return new Extras(quote, other.link, other.invitation, timer, vanishesAt);
    }

    public Extras vanishing(Optional<Disappearing> when, Optional<Instant> at) {
        return new Extras(quote, link, invitation, when, at);
    }
}
