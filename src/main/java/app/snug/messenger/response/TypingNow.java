/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.response;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Changes.Subscription;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Preferences;
import app.snug.messenger.Typing;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.outbox.Post;
import app.snug.network.Network;
import app.snug.network.NetworkException;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.storage.Namespace;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Typing, known to this process alone; it goes straight to the swarm, and is lost if that fails.
 */
public final class TypingNow implements Typing {

    private static final Logger LOG = LoggerFactory.getLogger(TypingNow.class);
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(20);

    /** A little less than {@link #REPEATED}, so that what comes early is not passed over. */
    private static final Duration APART = REPEATED.minusSeconds(2);

    private static final int AT_ONCE = 8;

    private final StoredAccounts accounts;
    private final ConversationTable conversations;
    private final ContactTable contacts;
    private final Preferences preferences;
    private final Post post;
    private final Network network;
    private final SecureRandom random;
    private final Semaphore sending = new Semaphore(AT_ONCE);

    /** When the other was told last that we write. */
    private final Map<ConversationId, Instant> told = new ConcurrentHashMap<>();

    /** The last word of others. */
    private final Map<ConversationId, Word> heard = new ConcurrentHashMap<>();

    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    public TypingNow(
            StoredAccounts accounts,
            ConversationTable conversations,
            ContactTable contacts,
            Preferences preferences,
            Post post,
            Network network,
            SecureRandom random) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.contacts = contacts;
        this.preferences = preferences;
        this.post = post;
        this.network = network;
        this.random = random;
    }

    /**
     * What somebody said of itself last; nodes repeat older words.
     *
     * @param until it is shown, if it is writing
     */
    private record Word(Instant sentAt, Optional<Instant> until) {}

    private record Follower(AccountRef account, Runnable listener) {}

    @Override
    public void writes(Account account, ConversationId conversation, boolean started) {
        if (!preferences.of(account).typing()) {
            told.remove(conversation);
            return;
        }
        Optional<AccountId> peer =
                conversations
                        .peer(account.ref(), conversation)
                        .filter(other -> contacts.isMutual(account.ref(), other));
        if (peer.isPresent() && isNews(conversation, started)) {
            tell(account, peer.get(), started);
        }
    }

    @Override
    public void sent(Account account, ConversationId conversation) {
        told.remove(conversation);
    }

    /** That somebody writes, once in a while; that they stopped, if it was told that they write. */
    private boolean isNews(ConversationId conversation, boolean started) {
        Instant now = network.clock().instant();
        told.values().removeIf(time -> time.isBefore(now.minus(TIME_TO_LIVE)));
        if (!started) {
            return told.remove(conversation) != null;
        }
        Instant before = told.get(conversation);
        if (before != null && before.plus(APART).isAfter(now)) {
            return false;
        }
        told.put(conversation, now);
        return true;
    }

    private void tell(Account account, AccountId peer, boolean started) {
        // Here, where the order is still known; apps pass over what shares another message's time.
        Instant sentAt = post.time(account);
        if (!sending.tryAcquire()) {
            return;
        }
        Thread.ofVirtual()
                .name("typing")
                .start(() -> {
                    try (AccountKeys keys = accounts.keys(account)) {
                        byte[] letter =
                                DirectMessage.seal(
                                        new Content.Typing(started), sentAt, keys, peer, random);
                        var unused =
                                network.swarms()
                                        .store(peer, Namespace.DEFAULT, letter, TIME_TO_LIVE);
                    } catch (NetworkException e) {
                        LOG.debug(
                                "Account {}: typing is not told: {}",
                                account.ref().value(),
                                e.reason());
                    } catch (RuntimeException e) {
                        LOG.debug("Account {}: typing is not told", account.ref().value(), e);
                    } finally {
                        sending.release();
                    }
                });
    }

    /** The other writes, or has stopped: by its own word, or since a message of it has come. */
    public void heard(
            Account account, ConversationId conversation, boolean started, Instant sentAt) {
        Instant now = network.clock().instant();
        Instant from = sentAt.isAfter(now) ? now : sentAt;
        if (!from.plus(SHOWN).isAfter(now)) {
            return;
        }
        heard.values().removeIf(word -> word.sentAt().isBefore(now.minus(SHOWN)));
        Word before = heard.get(conversation);
        if (before != null && from.isBefore(before.sentAt())) {
            return;
        }
        heard.put(
                conversation,
                new Word(from, started ? Optional.of(from.plus(SHOWN)) : Optional.empty()));
        if (started || before != null && before.until().isPresent()) {
            followers.stream()
                    .filter(follower -> follower.account().equals(account.ref()))
                    .forEach(follower -> follower.listener().run());
        }
    }

    @Override
    public Optional<Instant> writingUntil(Account account, ConversationId conversation) {
        return Optional.ofNullable(heard.get(conversation))
                .flatMap(Word::until)
                .filter(until -> until.isAfter(network.clock().instant()))
                .filter(until -> conversations.peer(account.ref(), conversation).isPresent());
    }

    @Override
    public Subscription follow(Account account, Runnable listener) {
        Follower follower = new Follower(account.ref(), listener);
        followers.add(follower);
        return () -> followers.remove(follower);
    }
}
