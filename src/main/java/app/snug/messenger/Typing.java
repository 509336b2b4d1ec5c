/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is writing just now ({@code protocol/01} §4.10). Told and shown only where the account's
 * {@link Preferences} say so, among people who have accepted each other. Nothing of it is kept.
 */
public interface Typing {

    /** How long somebody is shown as writing without a new word. */
    Duration SHOWN = Duration.ofSeconds(15);

    /** How often the other is told while it goes on. */
    Duration REPEATED = Duration.ofSeconds(10);

    /** The account's owner writes, or has stopped. Returns at once. */
    void writes(Account account, ConversationId conversation, boolean writing);

    /**
     * The account's owner has sent a message. That ends it by itself, in every app: nothing more is
     * told, and what is written next is news.
     */
    void sent(Account account, ConversationId conversation);

    /** Until when the other is shown as writing, by the network's time; empty if not at all. */
    Optional<Instant> writingUntil(Account account, ConversationId conversation);

    /**
     * Calls the listener, which must return at once, when one of the account's people starts or
     * stops.
     */
    Changes.Subscription follow(Account account, Runnable listener);
}
