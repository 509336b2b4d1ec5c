/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Change;
import app.snug.messenger.Message;
import app.snug.messenger.Message.SendFailure;
import app.snug.messenger.MessageId;
import app.snug.messenger.change.Alarm;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.SeenHashes;
import app.snug.messenger.conversation.Timers;
import app.snug.messenger.outbox.Letter.Queue;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.StorageLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What waits to be sent. A message and its letters are written in one transaction; a letter leaves
 * in the transaction that says what became of the message.
 */
public final class Outbox {

    private final OutboxTable table;
    private final SeenHashes seen;
    private final MessageTable messages;
    private final Timers timers;
    private final Errands errands;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Patience patience;
    private final Alarm alarm = new Alarm();

    /**
     * @param clock this computer's time
     */
    public Outbox(
            JdbcClient jdbc,
            MessageTable messages,
            Timers timers,
            Errands errands,
            Ledger ledger,
            InstantSource clock,
            RandomGenerator random) {
        this.table = new OutboxTable(jdbc);
        this.seen = new SeenHashes(jdbc);
        this.messages = messages;
        this.timers = timers;
        this.errands = errands;
        this.ledger = ledger;
        this.clock = clock;
        this.patience = new Patience(random);
    }

    /** Rings when there may be something to send. */
    Alarm alarm() {
        return alarm;
    }

    /**
     * Within the writer's transaction: from its commit on the letter will be sent.
     *
     * @param message what becomes of it is told of this one; null if it is about none
     * @param copyData for our own devices, after the letter is sent; null if there is none
     */
    void add(
            Post.Address to,
            @Nullable MessageId message,
            byte[] data,
            Duration timeToLive,
            byte @Nullable [] copyData,
            Duration copyTimeToLive,
            Ledger.Entries entries) {
        Instant now = clock.instant();
        Instant giveUp = giveUp(message, now);
        // Whoever writes is there: what waits in front of this letter is tried at once.
        table.hurry(to.conversation(), now);
        long letter =
                table.insert(
                        new OutboxTable.NewLetter(to, message, false, to.peer(), data, timeToLive),
                        null,
                        now,
                        giveUp);
        if (copyData != null) {
            table.insert(
                    new OutboxTable.NewLetter(
                            to, message, true, to.account().id(), copyData, copyTimeToLive),
                    letter,
                    null,
                    giveUp);
        }
        entries.afterCommit(alarm::ring);
    }

    /**
     * As above, for our own devices alone and about no message. It waits among the copies, where it
     * holds up nothing for others.
     */
    void addForOwnDevices(
            Post.Address about, byte[] data, Duration timeToLive, Ledger.Entries entries) {
        Instant now = clock.instant();
        long unused =
                table.insert(
                        new OutboxTable.NewLetter(
                                about,
                                null,
                                !about.isSelf(),
                                about.account().id(),
                                data,
                                timeToLive),
                        null,
                        now,
                        giveUp(null, now));
        entries.afterCommit(alarm::ring);
    }

    /** Of a message its author is told, and may try again; nobody else would. */
    private static Instant giveUp(@Nullable MessageId message, Instant now) {
        return now.plus(message == null ? StorageLimits.MAX_TIME_TO_LIVE_PUBLIC : Patience.GIVE_UP);
    }

    /** Tries a message anew, within the writer's transaction. */
    void retry(MessageId message, Ledger.Entries entries) {
        Instant now = clock.instant();
        table.retry(message, now, now.plus(Patience.GIVE_UP));
        entries.afterCommit(alarm::ring);
    }

    /** Takes out whatever carries a message, within the writer's transaction. */
    public void drop(MessageId message, Ledger.Entries entries) {
        table.drop(message);
        taken(entries);
    }

    /** Wakes the worker, within the writer's transaction. */
    public void taken(Ledger.Entries entries) {
        entries.afterCommit(alarm::ring);
    }

    List<OutboxTable.Due> queues() {
        return table.queues();
    }

    Instant now() {
        return clock.instant();
    }

    /** Whether a letter may be tried; one that lies too far ahead was put off by a wrong clock. */
    boolean isDue(Instant at) {
        Instant now = clock.instant();
        return !at.isAfter(now) || at.isAfter(tooFar(now));
    }

    Optional<Letter> first(Queue queue) {
        Instant now = clock.instant();
        return table.first(queue, now, tooFar(now));
    }

    private static Instant tooFar(Instant now) {
        return now.plus(Patience.LONGEST);
    }

    /** The swarm has it. */
    void sent(Letter letter, MessageHash hash) {
        ledger.change(
                letter.account(),
                entries -> {
                    boolean waited = table.delete(letter);
                    Instant now = clock.instant();
                    if (letter.own()) {
                        seen.addOwn(letter.account(), hash, now.plus(letter.timeToLive()), now);
                    }
                    if (letter.own() && letter.message().isPresent()) {
                        if (waited) {
                            messages.keepHash(letter.message().get(), hash);
                        } else {
                            // The message was taken back while this was under way.
                            errands.delete(entries, letter.account(), hash);
                        }
                    }
                    if (!waited || letter.copy()) {
                        return;
                    }
                    table.releaseCopy(letter, now, now.plus(Patience.GIVE_UP));
                    tell(letter, Message.State.SENT, null, entries);
                    letter.message().ifPresent(message -> timers.sent(message, entries));
                    entries.afterCommit(alarm::ring);
                });
    }

    /**
     * The network did not take it.
     *
     * @param again whether the same letter may succeed later
     */
    void failed(Letter letter, SendFailure failure, boolean again) {
        ledger.change(
                letter.account(),
                entries -> {
                    Instant due =
                            again ? clock.instant().plus(patience.after(letter.attempts())) : null;
                    if (table.postpone(letter, failure, due) && !letter.copy()) {
                        tell(letter, Message.State.FAILED, failure, entries);
                    }
                });
    }

    private void tell(
            Letter letter,
            Message.State state,
            @Nullable SendFailure failure,
            Ledger.Entries entries) {
        letter.message()
                .ifPresent(message ->
                        messages.move(letter.account(), message, state, failure)
                                .ifPresent(conversation ->
                                        entries.add(
                                                Change.Kind.MESSAGE_CHANGED,
                                                conversation,
                                                message)));
    }

    /** After the network was away. */
    void hurryAll() {
        table.hurryAll(clock.instant());
        alarm.ring();
    }

    /** Drops what was given up and belongs to no message that could be tried again. */
    public void prune() {
        table.deleteResting();
    }
}
