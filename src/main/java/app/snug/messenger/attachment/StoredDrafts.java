/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Draft;
import app.snug.messenger.DraftId;
import app.snug.messenger.Drafts;
import app.snug.messenger.Extras;
import app.snug.messenger.FileRefusedException;
import app.snug.messenger.FileRefusedException.Reason;
import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContentTypes;
import app.snug.messenger.conversation.DraftTable;
import app.snug.messenger.conversation.DraftTable.Row;
import app.snug.messenger.file.StoredFileId;
import app.snug.messenger.file.StoredFiles;
import app.snug.messenger.media.SafePicture;
import app.snug.messenger.media.UnreadableMediaException;
import app.snug.protocol.message.AttachmentPointer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Drafts in the database and on the disk. */
public final class StoredDrafts implements Drafts {

    private static final DraftId NOT_YET = new DraftId(0);

    private final DraftTable table;
    private final Conversations conversations;
    private final Ledger ledger;
    private final Vaults vaults;
    private final StoredFiles files;
    private final Kept.Shelf shelf;
    private final InstantSource clock;

    StoredDrafts(
            DraftTable table,
            Conversations conversations,
            Ledger ledger,
            Vaults vaults,
            StoredFiles files,
            Kept.Shelf shelf,
            InstantSource clock) {
        this.table = table;
        this.conversations = conversations;
        this.ledger = ledger;
        this.vaults = vaults;
        this.files = files;
        this.shelf = shelf;
        this.clock = clock;
    }

    @Override
    public Draft add(Account account, ConversationId conversation, Upload upload)
            throws FileRefusedException, IOException {
        if (upload.bytes().length > MAX_SIZE) {
            throw new FileRefusedException(upload.bytes().length - (long) MAX_SIZE);
        }
        if (upload.bytes().length == 0) {
            throw new FileRefusedException(Reason.EMPTY);
        }
        require(account, conversation);
        Kept kept;
        try {
            kept =
                    shelf.keepOwn(
                            account.owner(),
                            upload.bytes(),
                            ContentTypes.said(Optional.of(upload.contentType())));
        } catch (PictureRefusedException e) {
            throw new FileRefusedException(e);
        } catch (UnreadableMediaException e) {
            throw new FileRefusedException(Reason.TALKATIVE);
        }
        Row row =
                new Row(
                        NOT_YET,
                        Attachment.Part.FILE,
                        kept.contentType(),
                        Optional.of(name(upload.name())),
                        Optional.empty(),
                        kept.size(),
                        upload.voice(),
                        kept.width(),
                        kept.height(),
                        upload.length(),
                        kept.stored(),
                        kept.thumbnail());
        return insert(account, conversation, row, kept);
    }

    /**
     * What is seen of a link; takes the place of the one before.
     *
     * @param picture null if the page has none
     */
    Draft preview(
            Account account,
            ConversationId conversation,
            Extras.Link link,
            @Nullable SafePicture picture)
            throws IOException {
        for (Row before : table.of(account.ref(), vault(account), conversation)) {
            if (before.part() == Attachment.Part.PREVIEW) {
                remove(account, before.id());
            }
        }
        Kept kept = picture == null ? null : shelf.keep(account.owner(), picture);
        Row row =
                new Row(
                        NOT_YET,
                        Attachment.Part.PREVIEW,
                        kept == null ? ContentTypes.ANY : kept.contentType(),
                        Optional.empty(),
                        Optional.of(link),
                        kept == null ? 0 : kept.size(),
                        false,
                        kept == null ? 0 : kept.width(),
                        kept == null ? 0 : kept.height(),
                        Duration.ZERO,
                        kept == null ? null : kept.stored(),
                        kept == null ? null : kept.thumbnail());
        return insert(account, conversation, row, kept);
    }

    private Draft insert(Account account, ConversationId conversation, Row row, @Nullable Kept kept)
            throws IOException {
        try {
            DraftId id =
                    ledger.write(
                            account.ref(),
                            entries ->
                                    table.insert(
                                            account.ref(),
                                            vault(account),
                                            conversation,
                                            row,
                                            clock.instant()));
            return table.find(account.ref(), vault(account), id).orElseThrow().draft();
        } catch (RuntimeException e) {
            if (kept != null) {
                shelf.drop(account.owner(), kept);
            }
            throw e;
        }
    }

    /** Official apps send no files to somebody who has not accepted them, and show none. */
    private void require(Account account, ConversationId conversation) throws FileRefusedException {
        Conversations.Summary summary =
                conversations
                        .find(account, conversation)
                        .orElseThrow(() -> new IllegalArgumentException("No such conversation"));
        if (!summary.noteToSelf() && !summary.settings().approvedMe()) {
            throw new FileRefusedException(Reason.NOT_ACCEPTED);
        }
        long files =
                table.of(account.ref(), vault(account), conversation).stream()
                        .filter(row -> row.part() == Attachment.Part.FILE)
                        .count();
        if (files >= MOST) {
            throw new FileRefusedException(Reason.TOO_MANY);
        }
    }

    /** Without the folders that some programs put in front. */
    private static String name(String given) {
        String name =
                given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String plain =
                name.codePoints()
                        .filter(c -> !Character.isISOControl(c))
                        .limit(AttachmentPointer.MAX_NAME)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                        .strip();
        return plain.isEmpty() ? "file" : plain;
    }

    @Override
    public List<Draft> of(Account account, ConversationId conversation) {
        return table.of(account.ref(), vault(account), conversation).stream()
                .map(Row::draft)
                .toList();
    }

    @Override
    public void remove(Account account, DraftId id) {
        ledger.change(account.ref(), entries -> table.delete(account.ref(), id));
    }

    @Override
    public Optional<Content> open(Account account, DraftId id, boolean small) throws IOException {
        Optional<String> stored =
                table.find(account.ref(), vault(account), id)
                        .map(row -> small ? row.thumbnail() : row.stored());
        return stored.isEmpty()
                ? Optional.empty()
                : files.open(account.owner(), new StoredFileId(stored.get()));
    }

    /** What nobody sent goes. */
    void prune() {
        table.deleteBefore(clock.instant().minus(PATIENCE));
    }

    private Vault vault(Account account) {
        return vaults.of(account.owner());
    }
}
