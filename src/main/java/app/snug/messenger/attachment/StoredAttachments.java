/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.Attachments;
import app.snug.messenger.Change;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.AttachmentTable;
import app.snug.messenger.conversation.LibraryTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.file.StoredFileId;
import app.snug.messenger.file.StoredFiles;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Attachments in the database and on the disk. */
public final class StoredAttachments implements Attachments {

    private static final int MOST = 200;

    private final AttachmentTable table;
    private final LibraryTable library;
    private final MessageTable messages;
    private final Ledger ledger;
    private final Vaults vaults;
    private final StoredFiles files;
    private final TransferProgress progress;
    private final LongConsumer breakOff;

    /**
     * @param breakOff ends a transfer that is under way
     */
    StoredAttachments(
            MessageTable messages,
            LibraryTable library,
            Ledger ledger,
            Vaults vaults,
            StoredFiles files,
            TransferProgress progress,
            LongConsumer breakOff) {
        this.table = messages.files();
        this.library = library;
        this.messages = messages;
        this.ledger = ledger;
        this.vaults = vaults;
        this.files = files;
        this.progress = progress;
        this.breakOff = breakOff;
    }

    @Override
    public Map<MessageId, List<Attachment>> of(Account account, Collection<MessageId> ids) {
        return table.of(account.ref(), vault(account), ids);
    }

    @Override
    public Optional<Attachment> find(Account account, AttachmentId id) {
        return table.find(account.ref(), vault(account), id);
    }

    @Override
    public Optional<Content> open(Account account, AttachmentId id, boolean small)
            throws IOException {
        Optional<String> stored = table.stored(account.ref(), id, small);
        return stored.isEmpty()
                ? Optional.empty()
                : files.open(account.owner(), new StoredFileId(stored.get()));
    }

    @Override
    public boolean fetch(Account account, AttachmentId id) {
        return ledger.write(
                account.ref(),
                entries -> {
                    Optional<MessageId> message = table.fetch(account.ref(), id);
                    message.ifPresent(m -> changed(account, m, entries));
                    return message.isPresent();
                });
    }

    @Override
    public void fetchAlways(Account account, ConversationId conversation) {
        ledger.change(
                account.ref(),
                entries -> {
                    table.fetches(account.ref(), conversation, true);
                    for (MessageId message : table.fetchNewest(account.ref(), conversation)) {
                        entries.add(Change.Kind.MESSAGE_CHANGED, conversation, message);
                    }
                });
    }

    @Override
    public void askFirst(Account account, ConversationId conversation) {
        ledger.change(account.ref(), entries -> table.fetches(account.ref(), conversation, false));
    }

    @Override
    public boolean fetches(Account account, ConversationId conversation) {
        return table.fetches(account.ref(), conversation);
    }

    @Override
    public void cancel(Account account, AttachmentId id) {
        ledger.change(
                account.ref(),
                entries ->
                        table.leave(account.ref(), id)
                                .ifPresent(message -> changed(account, message, entries)));
        breakOff.accept(id.value());
        progress.forget(id.value());
    }

    @Override
    public void retry(Account account, MessageId message) {
        ledger.change(
                account.ref(),
                entries ->
                        messages.find(account.ref(), vault(account), message)
                                .ifPresent(found -> {
                                    table.hurry(message);
                                    entries.add(
                                            Change.Kind.MESSAGE_CHANGED,
                                            found.conversation(),
                                            message);
                                }));
    }

    @Override
    public Map<AttachmentId, Progress> progress(Account account, Collection<AttachmentId> ids) {
        Map<AttachmentId, Progress> known = new HashMap<>();
        for (AttachmentId id : ids) {
            progress.of(id.value())
                    .filter(p -> find(account, id).isPresent())
                    .ifPresent(p -> known.put(id, p));
        }
        return known;
    }

    @Override
    public List<Item> library(
            Account account,
            ConversationId conversation,
            boolean documents,
            Optional<AttachmentId> before,
            int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " files");
        }
        return library.page(account.ref(), vault(account), conversation, documents, before, limit);
    }

    private void changed(Account account, MessageId id, Ledger.Entries entries) {
        messages.find(account.ref(), vault(account), id)
                .map(Message::conversation)
                .ifPresent(c -> entries.add(Change.Kind.MESSAGE_CHANGED, c, id));
    }

    private Vault vault(Account account) {
        return vaults.of(account.owner());
    }
}
