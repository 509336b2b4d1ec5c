/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.response;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Reactions;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ContactTable.Person;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.ReactionTable;
import app.snug.messenger.outbox.Post;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.MessageName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;

/** Reactions in the database; one's own go through the outbox. */
public final class StoredReactions implements Reactions {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int LOOKED_BACK = 40;

    private final ReactionTable table;
    private final MessageTable messages;
    private final ConversationTable conversations;
    private final ContactTable contacts;
    private final Post post;
    private final Ledger ledger;
    private final Vaults vaults;
    private final InstantSource clock;

    /** When an account reacted of late. A restart forgives. */
    private final Map<AccountRef, Deque<Instant>> lately = new ConcurrentHashMap<>();

    public StoredReactions(
            ReactionTable table,
            MessageTable messages,
            ConversationTable conversations,
            ContactTable contacts,
            Post post,
            Ledger ledger,
            Vaults vaults,
            InstantSource clock) {
        this.table = table;
        this.messages = messages;
        this.conversations = conversations;
        this.contacts = contacts;
        this.post = post;
        this.ledger = ledger;
        this.vaults = vaults;
        this.clock = clock;
    }

    @Override
    public Map<MessageId, List<Reaction>> of(
            Account account, ConversationId conversation, List<Message> shown) {
        Map<MessageName, MessageId> ids = new HashMap<>();
        for (Message message : shown) {
            if (message.conversation().equals(conversation)
                    && message.kind() != Message.Kind.DELETED) {
                ids.put(message.name(), message.id());
            }
        }
        Map<MessageId, Map<String, SequencedSet<AccountId>>> found = new HashMap<>();
        Vault vault = vaults.of(account.owner());
        for (ReactionTable.Stored stored : table.on(vault, conversation, ids.keySet())) {
            MessageId id = ids.get(stored.target());
            if (id != null) {
                found.computeIfAbsent(id, unused -> new LinkedHashMap<>())
                        .computeIfAbsent(stored.emoji(), unused -> new LinkedHashSet<>())
                        .add(stored.author());
            }
        }
        Map<MessageId, List<Reaction>> reactions = new HashMap<>();
        found.forEach((id, emoji) -> {
            List<Reaction> on = new ArrayList<>();
            emoji.forEach((text, by) -> on.add(new Reaction(text, List.copyOf(by))));
            reactions.put(id, on);
        });
        return reactions;
    }

    @Override
    public List<String> recent(Account account, ConversationId conversation) {
        SequencedSet<String> emoji =
                new LinkedHashSet<>(
                        table.recent(
                                vaults.of(account.owner()),
                                conversation,
                                account.id(),
                                LOOKED_BACK));
        emoji.addAll(FIRST);
        return emoji.stream().limit(FIRST.size()).toList();
    }

    @Override
    public void react(Account account, MessageId id, String emoji, boolean removed)
            throws TooManyException {
        Vault vault = vaults.of(account.owner());
        Message message = messages.find(account.ref(), vault, id).orElse(null);
        if (message == null || !canBeReactedTo(message)) {
            return;
        }
        AccountId peer = conversations.peer(account.ref(), message.conversation()).orElseThrow();
        if (!mayWriteTo(account, vault, peer)) {
            return;
        }
        count(account.ref());
        Content.Reaction reaction =
                new Content.Reaction(message.name(), emoji, removed, Content.Context.NONE);
        ledger.change(
                account.ref(),
                entries -> {
                    Instant sentAt = post.time(account);
                    boolean changed =
                            table.put(
                                    account.ref(),
                                    vault,
                                    message.conversation(),
                                    new MessageName(account.id(), sentAt),
                                    message.name(),
                                    emoji,
                                    removed);
                    if (changed) {
                        post.share(
                                new Post.Address(account, message.conversation(), peer),
                                null,
                                reaction,
                                sentAt,
                                entries);
                        entries.add(Change.Kind.MESSAGE_CHANGED, message.conversation(), id);
                    }
                });
    }

    private static boolean canBeReactedTo(Message message) {
        return switch (message.kind()) {
            case TEXT, INVITATION -> true;
            case TIMER, MEDIA_SAVED, ACCEPTED, DELETED -> false;
        };
    }

    private boolean mayWriteTo(Account account, Vault vault, AccountId peer) {
        if (peer.equals(account.id())) {
            return true;
        }
        Person person = contacts.find(account.ref(), vault, peer);
        return person.approved() && !person.blocked();
    }

    private void count(AccountRef account) throws TooManyException {
        Deque<Instant> times = lately.computeIfAbsent(account, unused -> new ArrayDeque<>());
        Instant now = clock.instant();
        synchronized (times) {
            times.removeIf(time -> !time.isAfter(now.minus(MINUTE)) || time.isAfter(now));
            if (times.size() >= MOST_A_MINUTE) {
                throw new TooManyException();
            }
            times.addLast(now);
        }
    }
}
