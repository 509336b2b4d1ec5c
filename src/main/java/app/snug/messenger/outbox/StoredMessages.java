/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Account;
import app.snug.messenger.BlockedException;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.DraftGoneException;
import app.snug.messenger.DraftId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.messenger.SendToken;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.Writing;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.Acceptance;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.DraftTable;
import app.snug.messenger.conversation.MessageLookup;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.NewMessage;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.messenger.conversation.Timers;
import app.snug.messenger.conversation.Told;
import app.snug.network.ServiceNode;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.LinkPreview;
import app.snug.protocol.message.MessageName;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages in the database; new ones go through the outbox. */
public final class StoredMessages implements Messages {

    private final StoredAccounts accounts;
    private final ConversationTable conversations;
    private final Relations relations;
    private final Acceptance acceptance;
    private final MessageTable messages;
    private final MessageLookup lookup;
    private final Timers timers;
    private final Outbox outbox;
    private final Ways ways;
    private final Post post;
    private final Ledger ledger;
    private final Vaults vaults;
    private final InstantSource networkTime;

    public StoredMessages(
            StoredAccounts accounts,
            ConversationTable conversations,
            Relations relations,
            Acceptance acceptance,
            MessageTable messages,
            MessageLookup lookup,
            Timers timers,
            Outbox outbox,
            Ways ways,
            Post post,
            Ledger ledger,
            Vaults vaults,
            InstantSource networkTime) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.relations = relations;
        this.acceptance = acceptance;
        this.messages = messages;
        this.lookup = lookup;
        this.timers = timers;
        this.outbox = outbox;
        this.ways = ways;
        this.post = post;
        this.ledger = ledger;
        this.vaults = vaults;
        this.networkTime = networkTime;
    }

    @Override
    public List<Message> page(
            Account account, ConversationId conversation, Optional<MessageId> before, int limit) {
        return messages.page(
                account.ref(), vaults.of(account.owner()), conversation, before, limit);
    }

    @Override
    public List<Message> after(
            Account account, ConversationId conversation, MessageId after, int limit) {
        return lookup.after(account.ref(), vaults.of(account.owner()), conversation, after, limit);
    }

    @Override
    public Optional<Message> find(Account account, MessageId id) {
        return messages.find(account.ref(), vaults.of(account.owner()), id);
    }

    @Override
    public Map<MessageName, Message> named(
            Account account, ConversationId conversation, Collection<MessageName> names) {
        return lookup.named(account.ref(), vaults.of(account.owner()), conversation, names);
    }

    @Override
    public Optional<MessageId> firstSince(
            Account account, ConversationId conversation, Instant time) {
        return lookup.firstSince(account.ref(), conversation, time);
    }

    @Override
    public Optional<MessageHash> hash(Account account, MessageId id) {
        return lookup.hash(account.ref(), id);
    }

    @Override
    public List<ServiceNode> way(Account account, MessageId id) {
        return ways.of(account.ref(), id);
    }

    @Override
    public Message send(
            Account account, ConversationId conversation, Writing writing, SendToken token)
            throws TooLongException, EmptyMessageException {
        String text = text(writing);
        AccountId peer =
                conversations
                        .peer(account.ref(), conversation)
                        .orElseThrow(() -> new IllegalArgumentException("No such conversation"));
        Vault vault = vaults.of(account.owner());
        Draft draft =
                new Draft(
                        new Post.Address(account, conversation, peer),
                        vault,
                        text,
                        writing.answers()
                                .flatMap(id -> messages.find(account.ref(), vault, id))
                                .filter(answered -> answered.conversation().equals(conversation))
                                .filter(StoredMessages::canBeAnswered)
                                .map(Message::name),
                        writing.files(),
                        token);
        MessageId id = ledger.write(account.ref(), entries -> once(draft, entries));
        return messages.find(account.ref(), draft.vault(), id).orElseThrow();
    }

    private static boolean canBeAnswered(Message message) {
        return switch (message.kind()) {
            case TEXT, INVITATION -> true;
            case TIMER, MEDIA_SAVED, ACCEPTED, DELETED -> false;
        };
    }

    private record Draft(
            Post.Address to,
            Vault vault,
            String text,
            Optional<MessageName> answers,
            List<DraftId> files,
            SendToken token) {

        boolean made(Message message) {
            return message.conversation().equals(to.conversation())
                    && message.body().equals(text)
                    && message.extras().quote().equals(answers);
        }
    }

    private MessageId once(Draft draft, Ledger.Entries entries) {
        Optional<Message> before =
                messages.find(draft.to().account().ref(), draft.vault(), draft.token());
        List<DraftTable.Row> files = files(draft);
        if (before.filter(draft::made).isPresent() && files.isEmpty()) {
            return before.get().id();
        }
        boolean silent =
                draft.text().isEmpty() && files.stream().allMatch(file -> file.link().isPresent());
        if (files.size() != draft.files().size() || silent) {
            throw new DraftGoneException();
        }
        before.map(Message::id).ifPresent(messages::releaseToken);
        return write(draft, files, entries);
    }

    private List<DraftTable.Row> files(Draft draft) {
        return draft.files().stream()
                .flatMap(id ->
                        messages
                                .files()
                                .drafts()
                                .find(draft.to().account().ref(), draft.vault(), id)
                                .stream())
                .toList();
    }

    /** One link of the text, in a message without files. */
    private static Optional<LinkPreview> preview(String text, List<DraftTable.Row> files) {
        if (files.size() != 1) {
            return Optional.empty();
        }
        return files.getFirst()
                .link()
                .filter(link -> text.contains(link.url()))
                .map(link ->
                        new LinkPreview(
                                link.url(),
                                Optional.of(link.title()).filter(title -> !title.isEmpty()),
                                Optional.empty()));
    }

    private MessageId write(Draft draft, List<DraftTable.Row> chosen, Ledger.Entries entries) {
        Account account = draft.to().account();
        Scope in =
                new Scope(
                        account.ref(),
                        account.id(),
                        draft.vault(),
                        accounts.configs().of(account, entries),
                        networkTime.instant());
        if (relations.person(in, draft.to().peer()).blocked()) {
            throw new BlockedException();
        }
        acceptance.tell(account, draft.to().conversation(), draft.to().peer(), in, entries);
        var unused = relations.wrote(in, draft.to().peer());
        Optional<LinkPreview> preview = preview(draft.text(), chosen);
        Content.Visible content =
                new Content.Visible(
                        draft.text(),
                        List.of(),
                        draft.answers(),
                        preview.filter(link -> draft.answers().isEmpty()),
                        Content.Context.NONE.vanishing(timers.own(draft.to().conversation())));
        Told told = Told.of(content);
        Instant sentAt;
        Optional<MessageId> id;
        do {
            sentAt = post.time(account);
            id =
                    messages.insert(
                            account.ref(),
                            draft.vault(),
                            new NewMessage(
                                    draft.to().conversation(),
                                    new MessageName(account.id(), sentAt),
                                    sentAt,
                                    told.kind(),
                                    told.body(),
                                    told.extras(),
                                    Message.State.SENDING,
                                    Optional.empty(),
                                    draft.token()));
        } while (id.isEmpty());
        List<DraftTable.Row> files =
                chosen.stream()
                        .filter(file -> file.link().isEmpty() || preview.isPresent())
                        .toList();
        chosen.stream()
                .filter(file -> !files.contains(file))
                .forEach(file -> messages.files().drafts().delete(account.ref(), file.id()));
        if (!messages.files().take(account.ref(), draft.vault(), id.get(), files)) {
            post.share(draft.to(), id.get(), content, sentAt, entries);
        }
        entries.add(Change.Kind.MESSAGE_ADDED, draft.to().conversation(), id.get());
        return id.get();
    }

    /** Browsers send CR LF; the protocol has LF. */
    private static String text(Writing writing) throws TooLongException, EmptyMessageException {
        String text = writing.text().replace("\r\n", "\n").strip();
        if (text.isEmpty() && writing.files().isEmpty()) {
            throw new EmptyMessageException();
        }
        int length = text.codePointCount(0, text.length());
        if (length > MAX_LENGTH) {
            throw new TooLongException(length - MAX_LENGTH);
        }
        return text;
    }

    @Override
    public void retry(Account account, MessageId id) {
        ledger.change(
                account.ref(),
                entries ->
                        messages.move(account.ref(), id, Message.State.SENDING, null)
                                .ifPresent(conversation -> {
                                    messages.files().hurry(id);
                                    outbox.retry(id, entries);
                                    entries.add(Change.Kind.MESSAGE_CHANGED, conversation, id);
                                }));
    }

    @Override
    public void discard(Account account, MessageId id) {
        ledger.change(
                account.ref(),
                entries ->
                        messages.deleteUnsent(account.ref(), id)
                                .ifPresent(conversation -> {
                                    outbox.taken(entries);
                                    entries.add(Change.Kind.MESSAGE_REMOVED, conversation, id);
                                }));
    }
}
