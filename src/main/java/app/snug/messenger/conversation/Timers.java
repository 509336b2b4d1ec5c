/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.VanishingTable.Waiting;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.Disappearing.Mode;
import app.snug.protocol.storage.MessageHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * When the timers of messages start ({@code protocol/01} §4.11), so that all copies of a message
 * vanish together. Everything happens within the writer's transaction.
 */
public final class Timers {

    /** How far clocks of sender and network may differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final VanishingTable table;
    private final SettingsTable settings;
    private final Shortening shortening;
    private final InstantSource networkTime;

    /** Lets the copy in our own swarm end with the message here. */
    @FunctionalInterface
    public interface Shortening {
        void shorten(Ledger.Entries entries, AccountRef account, MessageHash hash, Instant expiry);
    }

    public Timers(
            VanishingTable table,
            SettingsTable settings,
            Shortening shortening,
            InstantSource networkTime) {
        this.table = table;
        this.settings = settings;
        this.shortening = shortening;
        this.networkTime = networkTime;
    }

    /** What holds for messages written here. */
    public Optional<Disappearing> own(ConversationId conversation) {
        return settings.find(conversation).disappearing();
    }

    /** The network has a message of ours; what vanishes after reading counts as read by us. */
    public void sent(MessageId message, Ledger.Entries entries) {
        table.sent(message, networkTime.instant(), entries);
    }

    /**
     * Somebody has read, here or on another device. Where it was another, that one may have begun
     * earlier: the swarm tells in answer to the wish to shorten.
     *
     * @param after what was shown up to then had been read before
     */
    public void read(
            AccountRef account,
            ConversationId conversation,
            Instant after,
            Instant to,
            Ledger.Entries entries) {
        Instant now = networkTime.instant();
        for (Waiting message : table.read(conversation, after, to)) {
            begin(account, message, now.plus(message.timer().timer()), entries);
        }
    }

    private void begin(AccountRef account, Waiting message, Instant end, Ledger.Entries entries) {
        table.start(message, end, entries);
        shortening.shorten(entries, account, message.hash(), end);
    }

    /**
     * Messages came from the swarm and are stored.
     *
     * @param expiries until when the swarm has them
     */
    public void arrived(
            AccountRef account, Map<MessageHash, Instant> expiries, Ledger.Entries entries) {
        Instant now = networkTime.instant();
        for (Waiting message : table.waiting(account, expiries.keySet())) {
            Instant expiry = expiries.getOrDefault(message.hash(), now);
            Instant end = end(message.timer(), message.outgoing(), message.sentAt(), expiry, now);
            if (message.outgoing() || message.timer().mode() == Mode.AFTER_SENDING) {
                table.start(message, end, entries);
            } else if (message.told() || message.read()) {
                begin(account, message, end, entries);
            }
        }
    }

    /** Whether a message has ended already when it comes. */
    public static boolean isOver(
            Disappearing timer, boolean outgoing, Instant sentAt, Instant expiry, Instant now) {
        return !end(timer, outgoing, sentAt, expiry, now).isAfter(now);
    }

    /**
     * The end of a message whose timer runs. The swarm's expiry tells when the timer started; it is
     * one node's word, and believed as far as the start lies between the sending and now.
     */
    private static Instant end(
            Disappearing timer, boolean outgoing, Instant sentAt, Instant expiry, Instant now) {
        Instant last = now.plus(timer.timer());
        Instant end = sentAt.plus(timer.timer());
        if (!outgoing || timer.mode() == Mode.AFTER_SENDING) {
            Instant first = end.minus(TOLERANCE);
            end = expiry.isBefore(first) ? first : expiry;
        }
        return end.isAfter(last) ? last : end;
    }
}
