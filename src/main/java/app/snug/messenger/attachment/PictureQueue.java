/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Change;
import app.snug.messenger.Content;
import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.PictureTable;
import app.snug.messenger.conversation.PictureTable.Due;
import app.snug.messenger.conversation.PictureTable.Kind;
import app.snug.messenger.conversation.TransferTable;
import app.snug.messenger.file.StoredFileId;
import app.snug.messenger.file.StoredFiles;
import app.snug.messenger.transfer.Transfer;
import app.snug.messenger.transfer.TransferQueue;
import app.snug.protocol.attachment.AttachmentLimits;
import app.snug.protocol.attachment.FileAddress;
import app.snug.protocol.attachment.MalformedAttachmentException;
import app.snug.protocol.config.UserProfile;
import app.snug.protocol.message.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pictures of people that are to be carried; their numbers are negative. */
final class PictureQueue implements TransferQueue {

    /** What was given up, since nobody can ask for a picture by hand. */
    private static final Duration ONCE_MORE = Duration.ofDays(7);

    /** What was refused, since it is needed for as long as the picture is shown. */
    private static final Duration TOMORROW = Duration.ofDays(1);

    private final PictureTable table;
    private final StoredAccounts accounts;
    private final Ledger ledger;
    private final Vaults vaults;
    private final StoredFiles files;
    private final Kept.Shelf shelf;
    private final InstantSource clock;
    private final InstantSource networkTime;

    PictureQueue(
            PictureTable table,
            StoredAccounts accounts,
            Ledger ledger,
            Vaults vaults,
            StoredFiles files,
            Kept.Shelf shelf,
            InstantSource clock,
            InstantSource networkTime) {
        this.table = table;
        this.accounts = accounts;
        this.ledger = ledger;
        this.vaults = vaults;
        this.files = files;
        this.shelf = shelf;
        this.clock = clock;
        this.networkTime = networkTime;
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
        if (due.kind() != Kind.FETCH) {
            return Optional.of(
                    new Transfer.Upload(
                            -due.id(),
                            due.account(),
                            due.attempts(),
                            Transfer.Form.PROFILE_PICTURE));
        }
        Optional<Picture> picture = picture(due);
        try {
            if (picture.isPresent()) {
                return Optional.of(
                        new Transfer.Download(
                                -due.id(),
                                due.account(),
                                due.attempts(),
                                FileAddress.parse(picture.get().url()),
                                picture.get().key(),
                                new byte[0],
                                AttachmentLimits.MAX_PLAIN));
            }
        } catch (MalformedAttachmentException e) {
            // Below.
        }
        ledger.change(
                due.account(), entries -> table.failed(due.id(), TransferFailure.NO_SERVER, null));
        return Optional.empty();
    }

    private Optional<Picture> picture(Due due) {
        Vault vault = vaults.of(due.owner());
        return due.peer().isPresent()
                ? table.picture(due.account(), vault, due.peer().get())
                : table.picture(due.account(), vault);
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
        Due due = table.find(-upload.id()).orElseThrow(() -> new IOException("It was taken back"));
        String stored =
                table.stored(due.account()).orElseThrow(() -> new IOException("It was taken back"));
        try (Content content =
                files.open(due.owner(), new StoredFileId(stored))
                        .orElseThrow(() -> new IOException("A picture is not on the disk"))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) content.size());
            content.copy(0, content.size(), bytes);
            return bytes.toByteArray();
        }
    }

    @Override
    public void sent(Transfer.Upload upload, Sent sent) {
        ledger.change(
                upload.account(),
                entries ->
                        table.find(-upload.id())
                                .filter(due -> due.kind() != Kind.FETCH)
                                .ifPresent(due -> sent(due, sent, entries)));
    }

    private void sent(Due due, Sent sent, Ledger.Entries entries) {
        Account account = accounts.find(due.owner(), due.account()).orElseThrow();
        UserProfile profile = accounts.configs().of(account, entries).profile();
        boolean again = due.kind() == Kind.AGAIN;
        table.done(due.id());
        if (again && !profile.picture().equals(picture(due))) {
            // Another device shows another one by now, or none; that will be followed.
            return;
        }
        Picture picture = new Picture(sent.address().url(), sent.key());
        table.points(due.account(), vaults.of(due.owner()), picture, sent.expires());
        Instant now = networkTime.instant();
        boolean unused =
                again
                        ? profile.edit(edit -> edit.uploadedAgain(picture, now))
                        : profile.change(now, edit -> edit.picture(Optional.of(picture)));
    }

    @Override
    public void got(Transfer.Download download, byte[] plain) throws IOException {
        Optional<Due> wanted = table.find(-download.id());
        if (wanted.isEmpty()) {
            return;
        }
        Due due = wanted.get();
        Kept kept;
        try {
            kept = shelf.keepSquare(due.owner(), plain);
        } catch (PictureRefusedException e) {
            if (e.reason() == PictureRefusedException.Reason.BUSY) {
                throw new IOException("Other pictures are being worked on", e);
            }
            failed(download, TransferFailure.DAMAGED, Optional.empty());
            return;
        }
        boolean needed = ledger.write(due.account(), entries -> got(due, download, kept, entries));
        if (!needed) {
            shelf.drop(due.owner(), kept);
        }
    }

    private boolean got(Due due, Transfer.Download download, Kept kept, Ledger.Entries entries) {
        if (table.find(due.id()).isEmpty() || !isWanted(due, download)) {
            return false;
        }
        if (due.peer().isPresent()) {
            table.stored(due.account(), due.peer().get(), kept.stored())
                    .ifPresent(c -> entries.add(Change.Kind.CONVERSATION_CHANGED, c));
        } else {
            table.stored(due.account(), kept.stored());
        }
        table.done(due.id());
        return true;
    }

    /** Whether the picture is not another one by now. */
    private boolean isWanted(Due due, Transfer.Download download) {
        return picture(due)
                .filter(picture ->
                        picture.key().equals(download.key()) && isAt(picture, download.address()))
                .isPresent();
    }

    private static boolean isAt(Picture picture, FileAddress address) {
        try {
            return FileAddress.parse(picture.url()).equals(address);
        } catch (MalformedAttachmentException e) {
            return false;
        }
    }

    @Override
    public void failed(Transfer transfer, TransferFailure why, Optional<Instant> again) {
        ledger.change(
                transfer.account(),
                entries ->
                        table.find(-transfer.id())
                                .filter(due ->
                                        !(transfer instanceof Transfer.Download download)
                                                || isWanted(due, download))
                                .ifPresent(due ->
                                        table.failed(
                                                due.id(), why, again.orElse(later(due, why)))));
    }

    /** Null if it rests. */
    private @Nullable Instant later(Due due, TransferFailure why) {
        if (due.kind() == Kind.AGAIN) {
            return clock.instant().plus(TOMORROW);
        }
        return why == TransferFailure.GIVEN_UP ? clock.instant().plus(ONCE_MORE) : null;
    }
}
