/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Account;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.storage.StorageLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes letters: seals what is to be said, once for the other and once for our own devices, and
 * puts it into the outbox. All of it within the writer's transaction.
 */
public final class Post {

    private static final Duration LONGEST = StorageLimits.MAX_TIME_TO_LIVE_PUBLIC;

    private final StoredAccounts accounts;
    private final Outbox outbox;
    private final SentTimes times;
    private final SecureRandom random;

    public Post(StoredAccounts accounts, Outbox outbox, SentTimes times, SecureRandom random) {
        this.accounts = accounts;
        this.outbox = outbox;
        this.times = times;
        this.random = random;
    }

    /** To whom, in which conversation. */
    public record Address(Account account, ConversationId conversation, AccountId peer) {

        public boolean isSelf() {
            return peer.equals(account.id());
        }
    }

    /** A time that no other message of the account has. */
    public Instant time(Account account) {
        return times.next(account.ref());
    }

    /**
     * Something that belongs into the conversation, also on our other devices.
     *
     * @param message whose sending it is; null if it is none, as with a reaction
     * @param content its profile and sync target are set here
     */
    public void share(
            Address to,
            @Nullable MessageId message,
            Content.Shared content,
            Instant sentAt,
            Ledger.Entries entries) {
        Optional<Disappearing> timer = content.disappearing();
        Content.Shared copy = content.with(Context.copy(to.peer()).vanishing(timer));
        try (AccountKeys keys = accounts.keys(to.account())) {
            AccountId self = to.account().id();
            byte[] own = DirectMessage.seal(copy, sentAt, keys, self, random);
            if (to.isSelf()) {
                outbox.add(to, message, own, timeToLive(timer, false), null, LONGEST, entries);
                return;
            }
            Content.Shared told =
                    content.with(
                            Context.of(accounts.profile(to.account(), entries)).vanishing(timer));
            outbox.add(
                    to,
                    message,
                    DirectMessage.seal(told, sentAt, keys, to.peer(), random),
                    timeToLive(timer, false),
                    own,
                    timeToLive(timer, true),
                    entries);
        }
    }

    /** Something for the other alone. */
    public void tell(Address to, Content content, Instant sentAt, Ledger.Entries entries) {
        try (AccountKeys keys = accounts.keys(to.account())) {
            outbox.add(
                    to,
                    null,
                    DirectMessage.seal(content, sentAt, keys, to.peer(), random),
                    LONGEST,
                    null,
                    LONGEST,
                    entries);
        }
    }

    /** Something for our own devices alone. */
    public void tellOwnDevices(
            Address about, Content content, Instant sentAt, Ledger.Entries entries) {
        try (AccountKeys keys = accounts.keys(about.account())) {
            AccountId self = about.account().id();
            outbox.addForOwnDevices(
                    about,
                    DirectMessage.seal(content, sentAt, keys, self, random),
                    LONGEST,
                    entries);
        }
    }

    /**
     * How long a swarm keeps it ({@code protocol/01} §4.11): what vanishes after reading waits for
     * its reader, but not on the sender's devices, where it counts as read.
     */
    private static Duration timeToLive(Optional<Disappearing> timer, boolean copy) {
        Duration life =
                timer.filter(when -> copy || when.mode() == Disappearing.Mode.AFTER_SENDING)
                        .map(Disappearing::timer)
                        .orElse(LONGEST);
        if (life.compareTo(StorageLimits.MIN_TIME_TO_LIVE) < 0) {
            return StorageLimits.MIN_TIME_TO_LIVE;
        }
        return life.compareTo(LONGEST) > 0 ? LONGEST : life;
    }
}
