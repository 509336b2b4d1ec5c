/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Attachments;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.History;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.Reactions;
import app.snug.messenger.Reactions.Reaction;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.conversation.MessageLookup.Place;
import app.snug.protocol.message.MessageName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Conversations in the database, read by pages. */
public final class StoredHistory implements History {

    private final MessageLookup lookup;
    private final AttachmentTable files;
    private final Reactions reactions;
    private final Attachments attachments;
    private final Vaults vaults;

    public StoredHistory(
            MessageLookup lookup,
            AttachmentTable files,
            Reactions reactions,
            Attachments attachments,
            Vaults vaults) {
        this.lookup = lookup;
        this.files = files;
        this.reactions = reactions;
        this.attachments = attachments;
        this.vaults = vaults;
    }

    @Override
    public void read(Account account, ConversationId conversation, Consumer<Told> reader) {
        Place place = Place.START;
        List<Message> page;
        do {
            Vault vault = vaults.of(account.owner());
            page = lookup.after(account.ref(), vault, conversation, place, MessageLookup.MOST);
            tell(account, vault, conversation, page, reader);
            if (!page.isEmpty()) {
                place = Place.of(page.getLast());
            }
        } while (page.size() == MessageLookup.MOST);
    }

    private void tell(
            Account account,
            Vault vault,
            ConversationId conversation,
            List<Message> page,
            Consumer<Told> reader) {
        List<MessageName> answers =
                page.stream().flatMap(message -> message.extras().quote().stream()).toList();
        Map<MessageName, Message> answered =
                lookup.named(account.ref(), vault, conversation, answers);
        Map<MessageId, List<Attachment>> with =
                files.of(account.ref(), vault, page.stream().map(Message::id).toList());
        Map<MessageId, List<Reaction>> on = reactions.of(account, conversation, page);
        for (Message message : page) {
            reader.accept(
                    new Told(
                            message,
                            message.extras()
                                    .quote()
                                    .flatMap(name -> Optional.ofNullable(answered.get(name))),
                            with.getOrDefault(message.id(), List.of()),
                            on.getOrDefault(message.id(), List.of())));
        }
    }

    @Override
    public Optional<Content> open(Account account, Attachment file) throws IOException {
        return attachments.open(account, file.id(), false);
    }
}
