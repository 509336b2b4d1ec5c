/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Changes.Subscription;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Deletions;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Reactions;
import app.snug.messenger.Typing;
import app.snug.protocol.identity.AccountId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is said about messages, in memory. */
public final class MemoryResponses implements Reactions, Deletions, Typing {

    private final MemoryMessenger messenger;
    private final Map<MessageId, Map<String, SequencedSet<AccountId>>> reactions =
            new ConcurrentHashMap<>();
    private final Map<ConversationId, Instant> writing = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** What was deleted and where, each in a few words. */
    public final List<String> deleted = new CopyOnWriteArrayList<>();

    /** Who was told that we write. */
    public final List<String> told = new CopyOnWriteArrayList<>();

    private record Listener(AccountRef account, Runnable to) {}

    public MemoryResponses(MemoryMessenger messenger) {
        this.messenger = messenger;
    }

    // What others do.

    public void react(Account account, Message message, AccountId by, String emoji) {
        on(message.id()).computeIfAbsent(emoji, unused -> new LinkedHashSet<>()).add(by);
        messenger.changed(account, message.id());
    }

    public void write(Account account, ConversationId conversation, Optional<Instant> until) {
        until.ifPresentOrElse(
                at -> writing.put(conversation, at), () -> writing.remove(conversation));
        listeners.stream()
                .filter(listener -> listener.account().equals(account.ref()))
                .forEach(listener -> listener.to().run());
    }

    private synchronized Map<String, SequencedSet<AccountId>> on(MessageId id) {
        return reactions.computeIfAbsent(id, unused -> new LinkedHashMap<>());
    }

    // Reactions

    @Override
    public synchronized Map<MessageId, List<Reaction>> of(
            Account account, ConversationId conversation, List<Message> messages) {
        Map<MessageId, List<Reaction>> all = new LinkedHashMap<>();
        for (Message message : messages) {
            List<Reaction> here = new ArrayList<>();
            on(message.id())
                    .forEach((emoji, by) -> {
                        if (!by.isEmpty()) {
                            here.add(new Reaction(emoji, List.copyOf(by)));
                        }
                    });
            if (!here.isEmpty() && message.kind() != Message.Kind.DELETED) {
                all.put(message.id(), here);
            }
        }
        return all;
    }

    @Override
    public List<String> recent(Account account, ConversationId conversation) {
        return FIRST;
    }

    @Override
    public void react(Account account, MessageId id, String emoji, boolean removed)
            throws TooManyException {
        Message message = messenger.find(account, id).orElseThrow();
        long own = on(id).values().stream().filter(by -> by.contains(account.id())).count();
        if (!removed && own >= MOST_A_MINUTE) {
            throw new TooManyException();
        }
        if (removed) {
            on(id).getOrDefault(emoji, new LinkedHashSet<>()).remove(account.id());
            messenger.changed(account, id);
        } else {
            react(account, message, account.id(), emoji);
        }
    }

    // Deletions

    @Override
    public void here(Account account, Collection<MessageId> messages) {
        delete(account, messages, "here");
    }

    @Override
    public void everywhere(Account account, Collection<MessageId> messages) {
        delete(account, messages, "everywhere");
    }

    private void delete(Account account, Collection<MessageId> messages, String where) {
        for (MessageId id : messages) {
            messenger
                    .find(account, id)
                    .ifPresent(message -> {
                        deleted.add(where + " " + message.body());
                        messenger.empty(account, id);
                    });
        }
    }

    // Typing

    @Override
    public void writes(Account account, ConversationId conversation, boolean started) {
        told.add(conversation.value() + " " + started);
    }

    @Override
    public void sent(Account account, ConversationId conversation) {
        told.add(conversation.value() + " sent");
    }

    @Override
    public Optional<Instant> writingUntil(Account account, ConversationId conversation) {
        return Optional.ofNullable(writing.get(conversation));
    }

    @Override
    public Subscription follow(Account account, Runnable listener) {
        Listener added = new Listener(account.ref(), listener);
        listeners.add(added);
        return () -> listeners.remove(added);
    }
}
