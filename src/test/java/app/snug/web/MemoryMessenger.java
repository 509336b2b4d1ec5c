/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.BlockedException;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.ConversationSettings;
import app.snug.messenger.Conversations;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.Message.SendFailure;
import app.snug.messenger.Message.State;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.messenger.SendToken;
import app.snug.messenger.Writing;
import app.snug.network.ServiceNode;
import app.snug.protocol.config.Notifications;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The surface of the messenger without a network or a database: what is sent stays here. */
public final class MemoryMessenger extends MemoryAccounts implements Conversations, Messages {

    private final InstantSource clock;
    private final Map<ConversationId, Summary> conversations = new LinkedHashMap<>();
    private final Map<ConversationId, AccountRef> homes = new LinkedHashMap<>();
    private final Map<MessageId, Message> messages = new LinkedHashMap<>();
    private final Map<SendToken, Message> sent = new LinkedHashMap<>();

    /** Which way messages went. */
    public final Map<MessageId, List<ServiceNode>> ways = new ConcurrentHashMap<>();

    public MemoryMessenger(InstantSource clock) {
        this.clock = clock;
    }

    // What others do.

    public Summary meet(Account account, AccountId peer, String name) {
        Summary started = start(account, peer);
        return put(
                account,
                with(started, Optional.of(name), started.lastActivity(), started.last(), 0));
    }

    public synchronized Message receive(
            Account account, ConversationId id, String body, Instant at) {
        return receive(account, id, body, Extras.NONE, at);
    }

    /** With a quote, or an invitation. */
    public synchronized Message receive(
            Account account, ConversationId id, String body, Extras extras, Instant at) {
        Summary conversation = Objects.requireNonNull(conversations.get(id));
        return add(account, conversation, conversation.peer(), body, extras, at, State.RECEIVED);
    }

    /** Somebody writes whom the account does not know. */
    public Summary knock(Account account, String name, String body, Instant at) {
        Summary stranger = meet(account, stranger(), name);
        decide(account, stranger.id(), approvals(false, true));
        receive(account, stranger.id(), body, at);
        return find(account, stranger.id()).orElseThrow();
    }

    public static ConversationSettings approvals(boolean approved, boolean approvedMe) {
        return settings(0, Optional.empty(), false, approved, approvedMe, false);
    }

    public static ConversationSettings settings(
            int priority,
            Optional<Instant> mutedUntil,
            boolean markedUnread,
            boolean approved,
            boolean approvedMe,
            boolean blocked) {
        return new ConversationSettings(
                priority,
                Notifications.DEFAULT,
                mutedUntil,
                markedUnread,
                Optional.empty(),
                Optional.empty(),
                approved,
                approvedMe,
                blocked,
                Optional.empty());
    }

    public synchronized void decide(
            Account account, ConversationId id, ConversationSettings settings) {
        Summary c = Objects.requireNonNull(conversations.get(id));
        put(
                account,
                new Summary(
                        id,
                        c.peer(),
                        c.noteToSelf(),
                        c.name(),
                        c.lastActivity(),
                        c.last(),
                        c.unread(),
                        settings));
    }

    /** Calls the other something. */
    synchronized void name(Account account, ConversationId id, String name) {
        find(account, id)
                .ifPresent(c ->
                        put(
                                account,
                                with(
                                        c,
                                        Optional.of(name),
                                        c.lastActivity(),
                                        c.last(),
                                        c.unread())));
    }

    /** The conversation is gone. */
    synchronized void leave(Account account, ConversationId id) {
        messages.values().removeIf(message -> message.conversation().equals(id));
        conversations.remove(id);
        tell(account, Change.Kind.CONVERSATION_CHANGED, id, Optional.empty());
    }

    synchronized Stream<Summary> blocked(Account account) {
        return List.copyOf(conversations.values()).stream()
                .filter(c -> account.ref().equals(homes.get(c.id())) && c.settings().blocked());
    }

    /** A line about what happened. */
    public Message note(
            Account account, ConversationId id, Message.Kind kind, boolean own, Instant at) {
        return note(account, id, kind, Extras.NONE, own, at);
    }

    /** One with a timer. */
    public synchronized Message note(
            Account account,
            ConversationId id,
            Message.Kind kind,
            Extras extras,
            boolean own,
            Instant at) {
        AccountId peer = Objects.requireNonNull(conversations.get(id)).peer();
        MessageId number = new MessageId(next());
        Message line =
                new Message(
                        number,
                        id,
                        new MessageName(own ? account.id() : peer, at),
                        own,
                        at,
                        kind,
                        "",
                        extras,
                        own ? State.SENT : State.RECEIVED,
                        Optional.empty());
        messages.put(number, line);
        touch(account, id, 0);
        tell(account, Change.Kind.MESSAGE_ADDED, id, Optional.of(number));
        return line;
    }

    public synchronized Message say(Account account, ConversationId id, String body, Instant at) {
        return add(
                account,
                Objects.requireNonNull(conversations.get(id)),
                account.id(),
                body,
                Extras.NONE,
                at,
                State.SENT);
    }

    public synchronized void become(
            Account account, MessageId id, State state, Optional<SendFailure> why) {
        Message m = Objects.requireNonNull(messages.get(id));
        Message changed =
                new Message(
                        id,
                        m.conversation(),
                        m.name(),
                        m.outgoing(),
                        m.shownAt(),
                        m.kind(),
                        m.body(),
                        m.extras(),
                        state,
                        why);
        messages.put(id, changed);
        touch(account, m.conversation(), 0);
        tell(account, Change.Kind.MESSAGE_CHANGED, m.conversation(), Optional.of(id));
    }

    /** Leaves a line where the message was. */
    public synchronized void empty(Account account, MessageId id) {
        Message m = Objects.requireNonNull(messages.get(id));
        messages.put(
                id,
                new Message(
                        id,
                        m.conversation(),
                        m.name(),
                        m.outgoing(),
                        m.shownAt(),
                        Message.Kind.DELETED,
                        "",
                        Extras.NONE,
                        m.state(),
                        Optional.empty()));
        touch(account, m.conversation(), 0);
        changed(account, id);
    }

    /** Something about the message is shown otherwise. */
    public synchronized void changed(Account account, MessageId id) {
        Message m = Objects.requireNonNull(messages.get(id));
        tell(account, Change.Kind.MESSAGE_CHANGED, m.conversation(), Optional.of(id));
    }

    // Conversations

    @Override
    public synchronized List<Summary> list(Account account, Optional<Summary> before, int limit) {
        List<Summary> all =
                conversations.values().stream()
                        .filter(c -> account.ref().equals(homes.get(c.id())))
                        .filter(c -> !c.settings().isRequest() && !c.settings().hidden())
                        .sorted(
                                Comparator.comparing(Summary::lastActivity)
                                        .thenComparing(c -> c.id().value())
                                        .reversed())
                        .toList();
        int from =
                before.map(b -> all.stream().map(Summary::id).toList().indexOf(b.id()) + 1)
                        .orElse(0);
        return all.subList(from, Math.min(all.size(), from + limit));
    }

    @Override
    public synchronized List<Summary> requests(
            Account account, Optional<Summary> before, int limit) {
        return conversations.values().stream()
                .filter(c -> account.ref().equals(homes.get(c.id())))
                .filter(c -> c.settings().isRequest() && !c.settings().blocked())
                .filter(c -> before.isEmpty() || c.id().value() < before.get().id().value())
                .sorted(Comparator.comparing((Summary c) -> c.id().value()).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Overview overview(Account account) {
        List<Summary> requests = requests(account, Optional.empty(), Integer.MAX_VALUE);
        return new Overview(
                list(account, Optional.empty(), Integer.MAX_VALUE / 2).stream()
                        .filter(c -> !c.settings().mutedAt(clock.instant()))
                        .mapToInt(c -> Math.max(c.unread(), c.settings().markedUnread() ? 1 : 0))
                        .sum(),
                requests.size(),
                requests.stream().findFirst().map(Summary::id));
    }

    @Override
    public synchronized Optional<Summary> find(Account account, ConversationId id) {
        return account.ref().equals(homes.get(id))
                ? Optional.ofNullable(conversations.get(id))
                : Optional.empty();
    }

    @Override
    public synchronized Optional<Summary> with(Account account, AccountId peer) {
        return conversations.values().stream()
                .filter(c -> account.ref().equals(homes.get(c.id())))
                .filter(c -> c.peer().equals(peer))
                .findFirst();
    }

    @Override
    public synchronized Summary start(Account account, AccountId peer) {
        return with(account, peer)
                .orElseGet(() -> {
                    ConversationId id = new ConversationId(next());
                    homes.put(id, account.ref());
                    return put(
                            account,
                            new Summary(
                                    id,
                                    peer,
                                    peer.equals(account.id()),
                                    Optional.empty(),
                                    clock.instant(),
                                    Optional.empty(),
                                    0));
                });
    }

    @Override
    public synchronized void markRead(Account account, ConversationId id) {
        Summary c = find(account, id).orElseThrow();
        if (c.unread() > 0) {
            put(account, with(c, c.name(), c.lastActivity(), c.last(), 0));
        }
    }

    // Messages

    @Override
    public synchronized List<Message> page(
            Account account, ConversationId conversation, Optional<MessageId> before, int limit) {
        List<Message> all =
                messages.values().stream()
                        .filter(m -> m.conversation().equals(conversation))
                        .filter(m -> find(account, m.id()).isPresent())
                        .sorted(
                                Comparator.comparing(Message::sentAt)
                                        .thenComparing(m -> m.id().value()))
                        .toList();
        int end =
                before.map(b -> all.stream().map(Message::id).toList().indexOf(b))
                        .orElse(all.size());
        return new ArrayList<>(all.subList(Math.max(0, end - limit), end));
    }

    @Override
    public synchronized List<Message> after(
            Account account, ConversationId conversation, MessageId after, int limit) {
        List<Message> all = page(account, conversation, Optional.empty(), Integer.MAX_VALUE / 2);
        int from = all.stream().map(Message::id).toList().indexOf(after) + 1;
        return from == 0 ? List.of() : all.subList(from, Math.min(all.size(), from + limit));
    }

    @Override
    public synchronized Map<MessageName, Message> named(
            Account account, ConversationId conversation, Collection<MessageName> names) {
        return page(account, conversation, Optional.empty(), Integer.MAX_VALUE / 2).stream()
                .filter(message -> names.contains(message.name()))
                .collect(Collectors.toMap(Message::name, Function.identity()));
    }

    @Override
    public synchronized Optional<MessageId> firstSince(
            Account account, ConversationId conversation, Instant time) {
        return page(account, conversation, Optional.empty(), Integer.MAX_VALUE / 2).stream()
                .filter(message -> !message.shownAt().isBefore(time))
                .map(Message::id)
                .findFirst();
    }

    @Override
    public List<ServiceNode> way(Account account, MessageId id) {
        return ways.getOrDefault(id, List.of());
    }

    @Override
    public Optional<MessageHash> hash(Account account, MessageId id) {
        return Optional.empty();
    }

    @Override
    public synchronized Optional<Message> find(Account account, MessageId id) {
        return Optional.ofNullable(messages.get(id))
                .filter(m -> account.ref().equals(homes.get(m.conversation())));
    }

    @Override
    public synchronized Message send(
            Account account, ConversationId id, Writing writing, SendToken token)
            throws TooLongException, EmptyMessageException {
        String body = writing.text();
        if (body.isBlank()) {
            throw new EmptyMessageException();
        }
        int over = body.codePointCount(0, body.length()) - MAX_LENGTH;
        if (over > 0) {
            throw new TooLongException(over);
        }
        Summary conversation = find(account, id).orElseThrow();
        if (conversation.settings().blocked()) {
            throw new BlockedException();
        }
        Message before = sent.get(token);
        if (before != null && before.conversation().equals(id) && before.body().equals(body)) {
            return before;
        }
        Extras extras =
                writing.answers()
                        .flatMap(answered -> find(account, answered))
                        .map(answered -> Extras.NONE.answering(answered.name()))
                        .orElse(Extras.NONE);
        Message message =
                add(
                        account,
                        conversation,
                        account.id(),
                        body,
                        extras,
                        clock.instant(),
                        State.SENDING);
        sent.put(token, message);
        return message;
    }

    @Override
    public void retry(Account account, MessageId id) {
        become(account, id, State.SENDING, Optional.empty());
    }

    @Override
    public synchronized void discard(Account account, MessageId id) {
        Message removed = Objects.requireNonNull(messages.remove(id));
        touch(account, removed.conversation(), 0);
        tell(account, Change.Kind.MESSAGE_REMOVED, removed.conversation(), Optional.of(id));
    }

    private Message add(
            Account account,
            Summary conversation,
            AccountId author,
            String body,
            Extras extras,
            Instant at,
            State state) {
        MessageId id = new MessageId(next());
        Message message =
                new Message(
                        id,
                        conversation.id(),
                        new MessageName(author, at),
                        author.equals(account.id()),
                        at,
                        extras.invitation().isPresent()
                                ? Message.Kind.INVITATION
                                : Message.Kind.TEXT,
                        body,
                        extras,
                        state,
                        Optional.empty());
        messages.put(id, message);
        touch(account, conversation.id(), state == State.RECEIVED ? 1 : 0);
        tell(account, Change.Kind.MESSAGE_ADDED, conversation.id(), Optional.of(id));
        return message;
    }

    private void touch(Account account, ConversationId id, int more) {
        Summary c = Objects.requireNonNull(conversations.get(id));
        List<Message> page = page(account, id, Optional.empty(), 1);
        Optional<Message> newest = page.stream().findFirst();
        conversations.put(
                id,
                with(
                        c,
                        c.name(),
                        newest.map(Message::sentAt).orElse(c.lastActivity()),
                        newest,
                        c.unread() + more));
    }

    private synchronized Summary put(Account account, Summary conversation) {
        conversations.put(conversation.id(), conversation);
        tell(account, Change.Kind.CONVERSATION_CHANGED, conversation.id(), Optional.empty());
        return conversation;
    }

    private static Summary with(
            Summary c, Optional<String> name, Instant at, Optional<Message> newest, int unread) {
        return new Summary(
                c.id(), c.peer(), c.noteToSelf(), name, at, newest, unread, c.settings());
    }
}
