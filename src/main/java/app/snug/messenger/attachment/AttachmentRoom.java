/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.Conversations;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.LibraryTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.conversation.TransferTable;
import app.snug.messenger.file.StoredFiles;
import app.snug.messenger.media.Pictures;
import app.snug.messenger.outbox.Post;
import app.snug.messenger.transfer.Courier;
import app.snug.network.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts together what deals with files. */
public final class AttachmentRoom {

    private final StoredAttachments attachments;
    private final StoredDrafts drafts;
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
            Conversations conversations,
            MessageTable messages,
            Post post,
            Ledger ledger,
            Vaults vaults,
            Files network,
            Path folder,
            InstantSource clock,
            SecureRandom random) {}

    public AttachmentRoom(Ground on) {
        StoredFiles files = new StoredFiles(on.folder(), on.vaults(), on.clock(), on.random());
        Kept.Shelf shelf = new Kept.Shelf(files, new Pictures(), on.random());
        TransferProgress progress = new TransferProgress();
        AttachmentQueue queue =
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
                        on.clock());
        Courier courier = new Courier(queue, on.network(), progress, on.clock(), on.random());
        on.messages().files().whenDue(courier::wake);
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
        attachments =
                new StoredAttachments(
                        on.messages(),
                        new LibraryTable(on.jdbc()),
                        on.ledger(),
                        on.vaults(),
                        files,
                        progress,
                        courier::cancel);
        work = new FileWork(courier, new LeftFiles(on.jdbc(), files), drafts);
    }

    public StoredAttachments attachments() {
        return attachments;
    }

    public StoredDrafts drafts() {
        return drafts;
    }

    public FileWork work() {
        return work;
    }
}
