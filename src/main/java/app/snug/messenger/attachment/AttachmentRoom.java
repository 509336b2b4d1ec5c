/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.Conversations;
import app.snug.messenger.Preferences;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.LibraryTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.PictureTable;
import app.snug.messenger.conversation.TransferTable;
import app.snug.messenger.file.StoredFiles;
import app.snug.messenger.media.Pictures;
import app.snug.messenger.outbox.Post;
import app.snug.messenger.preview.LinkLook;
import app.snug.messenger.transfer.Courier;
import app.snug.messenger.transfer.TransferQueue;
import app.snug.network.Files;
import app.snug.outside.WebGet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts together what deals with files. */
public final class AttachmentRoom {

    private final StoredAttachments attachments;
    private final StoredDrafts drafts;
    private final StoredLinkPreviews previews;
    private final StoredPictures profilePictures;
    private final FileWork work;

    /**
     * What it stands on.
     *
     * @param folder where files lie, sealed
     * @param clock this computer's time
     */
    public record Ground(
            JdbcClient jdbc,
            StoredAccounts accounts,
            ConversationTable conversationTable,
            ContactTable contacts,
            Conversations conversations,
            MessageTable messages,
            Post post,
            Preferences preferences,
            Ledger ledger,
            Vaults vaults,
            Files network,
            WebGet web,
            Path folder,
            InstantSource clock,
            InstantSource networkTime,
            SecureRandom random) {}

    public AttachmentRoom(Ground on) {
        StoredFiles files = new StoredFiles(on.folder(), on.vaults(), on.clock(), on.random());
        Pictures pictures = new Pictures();
        Kept.Shelf shelf = new Kept.Shelf(files, pictures, on.random());
        TransferProgress progress = new TransferProgress();
        PictureTable pictureTable = new PictureTable(on.jdbc());
        TransferQueue queue =
                new BothQueues(
                        new AttachmentQueue(
                                new TransferTable(on.jdbc()),
                                on.accounts(),
                                on.conversationTable(),
                                on.messages(),
                                on.post(),
                                on.ledger(),
                                on.vaults(),
                                files,
                                shelf,
                                on.clock()),
                        new PictureQueue(
                                pictureTable,
                                on.accounts(),
                                on.ledger(),
                                on.vaults(),
                                files,
                                shelf,
                                on.clock(),
                                on.networkTime()));
        Courier courier = new Courier(queue, on.network(), progress, on.clock(), on.random());
        on.messages().files().whenDue(courier::wake);
        on.contacts().whenPictured(courier::wake);
        on.vaults().onOpened(owner -> courier.wake());
        drafts =
                new StoredDrafts(
                        on.messages().files().drafts(),
                        on.conversations(),
                        on.ledger(),
                        on.vaults(),
                        files,
                        shelf,
                        on.clock());
        previews =
                new StoredLinkPreviews(new LinkLook(on.web(), pictures), drafts, on.preferences());
        attachments =
                new StoredAttachments(
                        on.messages(),
                        new LibraryTable(on.jdbc()),
                        on.ledger(),
                        on.vaults(),
                        files,
                        progress,
                        courier::cancel);
        profilePictures =
                new StoredPictures(
                        pictureTable,
                        on.accounts(),
                        on.ledger(),
                        on.vaults(),
                        files,
                        shelf,
                        on.networkTime(),
                        courier::wake);
        work = new FileWork(courier, new LeftFiles(on.jdbc(), files), drafts, profilePictures);
    }

    public StoredAttachments attachments() {
        return attachments;
    }

    public StoredDrafts drafts() {
        return drafts;
    }

    public StoredLinkPreviews previews() {
        return previews;
    }

    public StoredPictures profilePictures() {
        return profilePictures;
    }

    public FileWork work() {
        return work;
    }
}
