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
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.MessageTable.NewMessage;
import app.snug.messenger.conversation.Relations;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.SenderProfile;
import java.security.SecureRandom;
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
    private final SentTimes times;
    private final Ledger ledger;
    private final Vaults vaults;
    private final InstantSource networkTime;
    private final SecureRandom random;

    public StoredMessages(
            StoredAccounts accounts,
            ConversationTable conversations,
            Relations relations,
            MessageTable messages,
            Outbox outbox,
            SentTimes times,
            Ledger ledger,
            Vaults vaults,
            InstantSource networkTime,
            SecureRandom random) {
        this.accounts = accounts;
        this.conversations = conversations;
        this.relations = relations;
        this.messages = messages;
        this.outbox = outbox;
        this.times = times;
        this.ledger = ledger;
        this.vaults = vaults;
        this.networkTime = networkTime;
        this.random = random;
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
    public Message send(Account account, ConversationId conversation, String body, SendToken token)
            throws TooLongException, EmptyMessageException {
        String text = text(body);
        Vault vault = vaults.of(account.owner());
        AccountId peer =
                conversations
                        .peer(account.ref(), conversation)
                        .orElseThrow(() -> new IllegalArgumentException("No such conversation"));
        SenderProfile profile = accounts.profile(account);
        try (AccountKeys keys = accounts.keys(account)) {
            MessageId id =
                    ledger.write(
                            account.ref(),
                            entries ->
                                    once(
                                            new Draft(
                                                    account,
                                                    conversation,
                                                    peer,
                                                    text,
                                                    profile,
                                                    token),
                                            keys,
                                            vault,
                                            entries));
            return messages.find(account.ref(), vault, id).orElseThrow();
        }
    }

    private record Draft(
            Account account,
            ConversationId conversation,
            AccountId peer,
            String text,
            SenderProfile profile,
            SendToken token) {

        boolean made(Message message) {
            return message.conversation().equals(conversation) && message.body().equals(text);
        }
    }

    private MessageId once(Draft draft, AccountKeys keys, Vault vault, Ledger.Entries entries) {
        Optional<Message> before = messages.find(draft.account().ref(), vault, draft.token());
        if (before.filter(draft::made).isPresent()) {
            return before.get().id();
        }
        before.map(Message::id).ifPresent(messages::releaseToken);
        return write(draft, keys, vault, entries);
    }

    private MessageId write(Draft draft, AccountKeys keys, Vault vault, Ledger.Entries entries) {
        Account account = draft.account();
        AccountId self = account.id();
        var unused =
                relations.wrote(
                        new Scope(
                                account.ref(),
                                self,
                                vault,
                                accounts.configs().of(account, entries),
                                networkTime.instant()),
                        draft.peer());
        Instant sentAt;
        Optional<MessageId> id;
        do {
            sentAt = times.next(account.ref());
            id =
                    messages.insert(
                            account.ref(),
                            vault,
                            new NewMessage(
                                    draft.conversation(),
                                    self,
                                    sentAt,
                                    sentAt,
                                    draft.text(),
                                    Message.State.SENDING,
                                    draft.token()));
        } while (id.isEmpty());
        boolean toSelf = draft.peer().equals(self);
        Content.Text copy =
                new Content.Text(draft.text(), Optional.of(draft.peer()), Optional.empty());
        Content.Text content =
                toSelf
                        ? copy
                        : new Content.Text(
                                draft.text(), Optional.empty(), Optional.of(draft.profile()));
        outbox.add(
                account.ref(),
                draft.conversation(),
                id.get(),
                draft.peer(),
                DirectMessage.seal(content, sentAt, keys, draft.peer(), random),
                self,
                toSelf ? null : DirectMessage.seal(copy, sentAt, keys, self, random),
                entries);
        entries.add(Change.Kind.MESSAGE_ADDED, draft.conversation(), id.get());
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
