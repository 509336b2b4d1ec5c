/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Attachment;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.Change;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Message;
import app.snug.messenger.OwnerId;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContentTypes;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.Pointer;
import app.snug.messenger.conversation.TransferTable;
import app.snug.messenger.conversation.TransferTable.Due;
import app.snug.messenger.file.StoredFileId;
import app.snug.messenger.file.StoredFiles;
import app.snug.messenger.outbox.Post;
import app.snug.messenger.transfer.Transfer;
import app.snug.messenger.transfer.TransferQueue;
import app.snug.protocol.attachment.FileAddress;
import app.snug.protocol.attachment.MalformedAttachmentException;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.Content.Visible;
import app.snug.protocol.message.LinkPreview;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of messages that are to be carried. With the last upload of a message its letters are
 * written, in the same transaction: what it says never goes without its files.
 */
final class AttachmentQueue implements TransferQueue {

    private static final Logger LOG = LoggerFactory.getLogger(AttachmentQueue.class);

    /** What could not be uploaded for so long rests until its author tries again. */
    private static final Duration GIVE_UP = Duration.ofDays(1);

    private final TransferTable table;
    private final StoredAccounts accounts;
    private final ConversationTable conversations;
    private final MessageTable messages;
    private final Post post;
    private final Ledger ledger;
    private final Vaults vaults;
    private final StoredFiles files;
    private final Kept.Shelf shelf;
    private final InstantSource clock;

    AttachmentQueue(
            TransferTable table,
            StoredAccounts accounts,
            ConversationTable conversations,
            MessageTable messages,
            Post post,
            Ledger ledger,
            Vaults vaults,
            StoredFiles files,
            Kept.Shelf shelf,
            InstantSource clock) {
        this.table = table;
        this.accounts = accounts;
        this.conversations = conversations;
        this.messages = messages;
        this.post = post;
        this.ledger = ledger;
        this.vaults = vaults;
        this.files = files;
        this.shelf = shelf;
        this.clock = clock;
    }

    @Override
    public List<Transfer> due(Set<AccountRef> busy, int most) {
        return DueTransfers.of(
                () -> table.due(clock.instant()),
                row -> !busy.contains(row.account()) && vaults.isOpen(row.owner()),
                this::transfer,
                most);
    }

    private Optional<Transfer> transfer(Due due) {
        if (due.upload()) {
            return Optional.of(
                    new Transfer.Upload(
                            due.id(), due.account(), due.attempts(), Transfer.Form.FILE));
        }
        Pointer pointer = due.open(vaults.of(due.owner()));
        try {
            return Optional.of(
                    new Transfer.Download(
                            due.id(),
                            due.account(),
                            due.attempts(),
                            FileAddress.parse(pointer.url()),
                            pointer.key(),
                            pointer.digest(),
                            due.size()));
        } catch (MalformedAttachmentException e) {
            rest(due, TransferFailure.NO_SERVER);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Instant> nextDue() {
        return table.next().stream()
                .filter(next -> vaults.isOpen(next.owner()))
                .map(TransferTable.Next::at)
                .min(Instant::compareTo);
    }

    @Override
    public byte[] content(Transfer.Upload upload) throws IOException {
        Due due = table.find(upload.id()).orElseThrow(() -> new IOException("It was taken back"));
        String stored =
                messages.files()
                        .stored(due.account(), new AttachmentId(due.id()), false)
                        .orElseThrow(() -> new IOException("It was taken back"));
        try (Content content = open(due.owner(), stored)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) content.size());
            content.copy(0, content.size(), bytes);
            return bytes.toByteArray();
        }
    }

    private Content open(OwnerId owner, String stored) throws IOException {
        return files.open(owner, new StoredFileId(stored))
                .orElseThrow(() -> new IOException("A file to send is not on the disk"));
    }

    @Override
    public void sent(Transfer.Upload upload, Sent sent) {
        ledger.change(
                upload.account(),
                entries ->
                        table.find(upload.id())
                                .filter(Due::upload)
                                .ifPresent(due -> sent(due, sent, entries)));
    }

    private void sent(Due due, Sent sent, Ledger.Entries entries) {
        Vault vault = vaults.of(due.owner());
        table.uploaded(vault, due, new Pointer(sent.address().url(), sent.key(), sent.digest()));
        Message message = messages.find(due.account(), vault, due.message()).orElseThrow();
        if (!table.isWaiting(due.message())) {
            post(due, vault, message, entries);
        }
        entries.add(Change.Kind.MESSAGE_CHANGED, message.conversation(), message.id());
    }

    /** All files of the message are at the server. */
    private void post(Due due, Vault vault, Message message, Ledger.Entries entries) {
        Account account = accounts.find(due.owner(), due.account()).orElseThrow();
        AccountId peer = conversations.peer(account.ref(), message.conversation()).orElseThrow();
        var unused = messages.move(account.ref(), message.id(), Message.State.SENDING, null);
        Optional<LinkPreview> preview =
                message.extras()
                        .link()
                        .map(link ->
                                new LinkPreview(
                                        link.url(),
                                        Optional.of(link.title()).filter(t -> !t.isEmpty()),
                                        table
                                                .pointers(
                                                        vault,
                                                        message.id(),
                                                        Attachment.Part.PREVIEW)
                                                .stream()
                                                .findFirst()));
        post.share(
                new Post.Address(account, message.conversation(), peer),
                message.id(),
                new Visible(
                        message.body(),
                        table.pointers(vault, message.id(), Attachment.Part.FILE),
                        message.extras().quote(),
                        preview,
                        Context.NONE.vanishing(message.extras().timer())),
                message.sentAt(),
                entries);
    }

    @Override
    public void got(Transfer.Download download, byte[] plain) throws IOException {
        Optional<Due> wanted = table.find(download.id()).filter(due -> !due.upload());
        if (wanted.isEmpty()) {
            return;
        }
        OwnerId owner = wanted.get().owner();
        Vault vault = vaults.of(owner);
        String said =
                messages.files()
                        .find(download.account(), vault, new AttachmentId(download.id()))
                        .map(Attachment::contentType)
                        .orElse("");
        Kept kept = shelf.keepOthers(owner, plain, ContentTypes.said(Optional.of(said)));
        boolean needed =
                ledger.write(
                        download.account(),
                        entries ->
                                table.find(download.id())
                                        .filter(due -> !due.upload())
                                        .map(due -> got(due, kept, entries))
                                        .orElse(false));
        if (!needed) {
            shelf.drop(owner, kept);
        }
    }

    private boolean got(Due due, Kept kept, Ledger.Entries entries) {
        table.fetched(
                due.id(),
                kept.stored(),
                kept.thumbnail(),
                kept.contentType(),
                kept.size(),
                kept.width(),
                kept.height(),
                kept.notShown().map(Enum::name).orElse(null));
        changed(due, entries);
        return true;
    }

    @Override
    public void failed(Transfer transfer, TransferFailure why, Optional<Instant> again) {
        ledger.change(
                transfer.account(),
                entries ->
                        table.find(transfer.id())
                                .ifPresent(due -> failed(due, why, again, entries)));
    }

    private void failed(
            Due due, TransferFailure why, Optional<Instant> again, Ledger.Entries entries) {
        if (!due.upload()) {
            Attachment.State state =
                    why == TransferFailure.EXPIRED
                            ? Attachment.State.EXPIRED
                            : again.isEmpty()
                                    ? Attachment.State.REFUSED
                                    : Attachment.State.FETCHING;
            table.failed(due.id(), state, why, again.orElse(null));
            changed(due, entries);
            return;
        }
        Message message =
                messages.find(due.account(), vaults.of(due.owner()), due.message()).orElseThrow();
        boolean patient =
                again.filter(at -> at.isBefore(message.sentAt().plus(GIVE_UP))).isPresent();
        table.failed(due.id(), Attachment.State.SENDING, why, patient ? again.get() : null);
        if (!patient) {
            var unused =
                    messages.move(
                            due.account(),
                            due.message(),
                            Message.State.FAILED,
                            Message.SendFailure.FILE);
        }
        entries.add(Change.Kind.MESSAGE_CHANGED, message.conversation(), message.id());
    }

    private void rest(Due due, TransferFailure why) {
        LOG.info("Account {}: a file has no address", due.account().value());
        ledger.change(due.account(), entries -> failed(due, why, Optional.empty(), entries));
    }

    private void changed(Due due, Ledger.Entries entries) {
        Optional<ConversationId> conversation =
                messages.find(due.account(), vaults.of(due.owner()), due.message())
                        .map(Message::conversation);
        conversation.ifPresent(c -> entries.add(Change.Kind.MESSAGE_CHANGED, c, due.message()));
    }
}
