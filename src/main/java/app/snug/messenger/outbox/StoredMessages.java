/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.outbox;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Messages;
import app.snug.messenger.SendToken;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.Writing;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.NewMessage;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.messenger.conversation.Told;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.MessageName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Messages in the database; new ones go through the outbox. */
public final class StoredMessages implements Messages {

    private final StoredAccounts accounts;
    private final ConversationTable conversations;
    private final Relations relations;
    private final MessageTable messages;
    private final Outbox outbox;
    private final Post post;
    private final Ledger ledger;
    private final Vaults vaults;
    private final InstantSource networkTime;

    public StoredMessages(
            StoredAccounts accounts,
            ConversationTable conversations,
            Relations relations,
            MessageTable messages,
            Outbox outbox,
            Post post,
            Ledger ledger,
            Vaults vaults,
            InstantSource networkTime) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.relations = relations;
        this.messages = messages;
        this.outbox = outbox;
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
    public Optional<Message> find(Account account, MessageId id) {
        return messages.find(account.ref(), vaults.of(account.owner()), id);
    }

    @Override
    public Message send(
            Account account, ConversationId conversation, Writing writing, SendToken token)
            throws TooLongException, EmptyMessageException {
        String text = text(writing.text());
        AccountId peer =
                conversations
                        .peer(account.ref(), conversation)
                        .orElseThrow(() -> new IllegalArgumentException("No such conversation"));
        Draft draft =
                new Draft(
                        new Post.Address(account, conversation, peer),
                        vaults.of(account.owner()),
                        text,
                        token);
        MessageId id = ledger.write(account.ref(), entries -> once(draft, entries));
        return messages.find(account.ref(), draft.vault(), id).orElseThrow();
    }

    private record Draft(Post.Address to, Vault vault, String text, SendToken token) {

        boolean made(Message message) {
            return message.conversation().equals(to.conversation()) && message.body().equals(text);
        }
    }

    private MessageId once(Draft draft, Ledger.Entries entries) {
        Optional<Message> before =
                messages.find(draft.to().account().ref(), draft.vault(), draft.token());
        if (before.filter(draft::made).isPresent()) {
            return before.get().id();
        }
        before.map(Message::id).ifPresent(messages::releaseToken);
        return write(draft, entries);
    }

    private MessageId write(Draft draft, Ledger.Entries entries) {
        Account account = draft.to().account();
        var unused =
                relations.wrote(
                        new Scope(
                                account.ref(),
                                account.id(),
                                draft.vault(),
                                accounts.configs().of(account, entries),
                                networkTime.instant()),
                        draft.to().peer());
        Content.Visible content = new Content.Visible(draft.text(), Content.Context.NONE);
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
        post.share(draft.to(), id.get(), content, sentAt, entries);
        entries.add(Change.Kind.MESSAGE_ADDED, draft.to().conversation(), id.get());
        return id.get();
    }

    /** Browsers send CR LF; the protocol has LF. */
    private static String text(String body) throws TooLongException, EmptyMessageException {
        String text = body.replace("\r\n", "\n").strip();
        if (text.isEmpty()) {
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
