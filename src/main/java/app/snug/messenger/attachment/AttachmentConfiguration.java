/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.AttachmentFolder;
import app.snug.messenger.Conversations;
import app.snug.messenger.Preferences;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ContactTable;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.outbox.Post;
import app.snug.network.Network;
import app.snug.outside.WebGet;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes what deals with files. */
@Configuration(proxyBeanMethods = false)
public class AttachmentConfiguration {

    @Bean
    AttachmentRoom attachmentRoom(
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
            Network network,
            AttachmentFolder folder,
            InstantSource clock,
            SecureRandom random) {
        return new AttachmentRoom(
                new AttachmentRoom.Ground(
                        jdbc,
                        accounts,
                        conversationTable,
                        contacts,
                        conversations,
                        messages,
                        post,
                        preferences,
                        ledger,
                        vaults,
                        network.files(),
                        WebGet.guarded(),
                        folder.path(),
                        clock,
                        network.clock(),
                        random));
    }

    @Bean
    StoredAttachments attachments(AttachmentRoom room) {
        return room.attachments();
    }

    @Bean
    StoredDrafts drafts(AttachmentRoom room) {
        return room.drafts();
    }

    @Bean
    StoredLinkPreviews linkPreviews(AttachmentRoom room) {
        return room.previews();
    }

    @Bean
    StoredPictures profilePictures(AttachmentRoom room) {
        return room.profilePictures();
    }

    @Bean
    FileWork fileWork(AttachmentRoom room) {
        return room.work();
    }
}
