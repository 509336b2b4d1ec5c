/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.AttachmentFolder;
import app.snug.messenger.Conversations;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.ConversationTable;
import app.snug.messenger.conversation.MessageTable;
import app.snug.messenger.outbox.Post;
import app.snug.network.Network;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes what deals with files. */
@Configuration(proxyBeanMethods = false)
class AttachmentConfiguration {

    @Bean
    AttachmentRoom attachmentRoom(
            JdbcClient jdbc,
            StoredAccounts accounts,
            ConversationTable conversationTable,
            Conversations conversations,
            MessageTable messages,
            Post post,
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
                        conversations,
                        messages,
                        post,
                        ledger,
                        vaults,
                        network.files(),
                        folder.path(),
                        clock,
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
    FileWork fileWork(AttachmentRoom room) {
        return room.work();
    }
}
