/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Attachment;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.Vault;
import app.snug.messenger.account.Seals;
import app.snug.protocol.attachment.AttachmentLimits;
import app.snug.protocol.attachment.FileAddress;
import app.snug.protocol.attachment.MalformedAttachmentException;
import app.snug.protocol.message.AttachmentPointer;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.LinkPreview;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code attachment}: the files of messages. */
public final class AttachmentTable {

    /** Before any time: at once. */
    private static final long NOW = 0;

    /** Of how many newest messages files are fetched once a person's files are wanted. */
    private static final int NEWEST = 100;

    private final JdbcClient jdbc;
    private final DraftTable drafts;
    private final SearchTable search;
    private final Bell bell = new Bell();

    AttachmentTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.drafts = new DraftTable(jdbc);
        this.search = new SearchTable(jdbc);
    }

    public DraftTable drafts() {
        return drafts;
    }

    /**
     * Calls the listener after each commit that leaves something to carry.
     *
     * @param listener must return at once
     */
    public void whenDue(Runnable listener) {
        bell.hear(listener);
    }

    /**
     * Files that came with a message, within its transaction. Ours from elsewhere are fetched;
     * others' once their person's are.
     */
    public void received(
            AccountRef account,
            Vault vault,
            MessageId message,
            boolean own,
            Content.Visible content) {
        Optional<AttachmentPointer> preview = content.preview().flatMap(LinkPreview::image);
        if (content.attachments().isEmpty() && preview.isEmpty()) {
            return;
        }
        boolean wanted = own || wants(message);
        int place = 0;
        for (AttachmentPointer pointer : content.attachments()) {
            String row = AttachmentRow.sealed(message, Attachment.Part.FILE.name(), place);
            insert(account, vault, message, Attachment.Part.FILE, place++, row, pointer, wanted);
        }
        if (preview.isPresent()) {
            String row = AttachmentRow.sealed(message, Attachment.Part.PREVIEW.name(), 0);
            insert(account, vault, message, Attachment.Part.PREVIEW, 0, row, preview.get(), wanted);
        }
        search.add(
                account,
                vault,
                message,
                content.attachments().stream().flatMap(file -> file.fileName().stream()).toList());
        bell.ring();
    }

    private void insert(
            AccountRef account,
            Vault vault,
            MessageId message,
            Attachment.Part part,
            int place,
            String row,
            AttachmentPointer pointer,
            boolean wanted) {
        Optional<TransferFailure> flaw = flaw(pointer);
        Attachment.State state =
                flaw.isPresent()
                        ? Attachment.State.REFUSED
                        : wanted ? Attachment.State.FETCHING : Attachment.State.OFFERED;
        jdbc.sql(
                        """
                        insert into attachment (
                            account, message, part, place, content_type, name, caption, size,
                            voice, width, height, pointer, state, failure, due_at)
                        values (
                            :account, :message, :part, :place, :type, :name, :caption, :size,
                            :voice, :width, :height, :pointer, :state, :failure, :due)
                        """)
                .param("account", account.value())
                .param("message", message.value())
                .param("part", part.name())
                .param("place", place)
                .param("type", ContentTypes.said(pointer.contentType()))
                .param("name", seal(vault, row + "/name", pointer.fileName()), Types.BINARY)
                .param("caption", seal(vault, row + "/caption", pointer.caption()), Types.BINARY)
                .param("size", Math.max(0, pointer.size()))
                .param("voice", pointer.voice())
                .param("width", pointer.width())
                .param("height", pointer.height())
                .param("pointer", seal(vault, row + "/pointer", Optional.of(Pointer.text(pointer))))
                .param("state", state.name())
                .param("failure", flaw.map(Enum::name).orElse(null), Types.VARCHAR)
                .param("due", state == Attachment.State.FETCHING ? NOW : null, Types.BIGINT)
                .update();
    }

    private static Optional<TransferFailure> flaw(AttachmentPointer pointer) {
        if (pointer.size() > AttachmentLimits.MAX_PLAIN) {
            return Optional.of(TransferFailure.TOO_LARGE);
        }
        try {
            FileAddress unused = FileAddress.parse(pointer.url());
            return Optional.empty();
        } catch (MalformedAttachmentException e) {
            return Optional.of(TransferFailure.NO_SERVER);
        }
    }

    private boolean wants(MessageId message) {
        return jdbc.sql(
                        """
                        select n.fetches and n.approved and not n.blocked
                        from message m
                        join conversation c on c.id = m.conversation
                        join contact n on n.account = c.account and n.peer = c.peer
                        where m.id = ?
                        """)
                .param(message.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /**
     * Makes drafts the files of a message that is being written, within its transaction.
     *
     * @return whether anything is to be uploaded before the message can go
     */
    public boolean take(
            AccountRef account, Vault vault, MessageId message, List<DraftTable.Row> chosen) {
        int place = 0;
        boolean waits = false;
        for (DraftTable.Row draft : chosen) {
            drafts.delete(account, draft.id());
            if (draft.stored() == null) {
                continue;
            }
            waits = true;
            Attachment.Part part = draft.part();
            int at = part == Attachment.Part.PREVIEW ? 0 : place++;
            String row = AttachmentRow.sealed(message, part.name(), at);
            jdbc.sql(
                            """
                            insert into attachment (
                                account, message, part, place, content_type, name, size, voice,
                                width, height, milliseconds, state, stored, thumbnail, due_at)
                            values (
                                :account, :message, :part, :place, :type, :name, :size, :voice,
                                :width, :height, :milliseconds, 'SENDING', :stored, :thumbnail,
                                :due)
                            """)
                    .param("account", account.value())
                    .param("message", message.value())
                    .param("part", part.name())
                    .param("place", at)
                    .param("type", draft.contentType())
                    .param("name", seal(vault, row + "/name", draft.name()), Types.BINARY)
                    .param("size", draft.size())
                    .param("voice", draft.voice())
                    .param("width", draft.width())
                    .param("height", draft.height())
                    .param("milliseconds", draft.length().toMillis())
                    .param("stored", draft.stored())
                    .param("thumbnail", draft.thumbnail(), Types.VARCHAR)
                    .param("due", NOW)
                    .update();
        }
        search.add(
                account,
                vault,
                message,
                chosen.stream().flatMap(draft -> draft.name().stream()).toList());
        if (waits) {
            bell.ring();
        }
        return waits;
    }

    public Map<MessageId, List<Attachment>> of(
            AccountRef account, Vault vault, Collection<MessageId> messages) {
        if (messages.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(
                        """
                        select %s from attachment a
                        where a.account = :account and a.message in (:messages)
                        order by a.message, a.part, a.place
                        """
                                .formatted(AttachmentRow.COLUMNS))
                .param("account", account.value())
                .param("messages", messages.stream().map(MessageId::value).toList())
                .query((row, number) -> AttachmentRow.read(row, vault))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Attachment::message));
    }

    public Optional<Attachment> find(AccountRef account, Vault vault, AttachmentId id) {
        return jdbc.sql(
                        "select %s from attachment a where a.account = ? and a.id = ?"
                                .formatted(AttachmentRow.COLUMNS))
                .params(account.value(), id.value())
                .query((row, number) -> AttachmentRow.read(row, vault))
                .optional();
    }

    /** Which file on the disk it is; empty if there is none. */
    public Optional<String> stored(AccountRef account, AttachmentId id, boolean small) {
        return jdbc.sql(
                        "select %s from attachment where account = ? and id = ?"
                                .formatted(small ? "thumbnail" : "stored"))
                .params(account.value(), id.value())
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(name -> name);
    }

    /**
     * Fetches what waits to be asked for, or was given up.
     *
     * @return its message; empty if there is nothing to fetch
     */
    public Optional<MessageId> fetch(AccountRef account, AttachmentId id) {
        Optional<MessageId> message =
                jdbc.sql(
                                """
                                update attachment
                                set state = 'FETCHING', failure = null, attempts = 0, due_at = 0
                                where account = ? and id = ? and stored is null
                                  and pointer is not null
                                  and (state in ('OFFERED', 'FETCHING', 'EXPIRED')
                                       or state = 'REFUSED'
                                          and failure in ('DAMAGED', 'GIVEN_UP'))
                                returning message
                                """)
                        .params(account.value(), id.value())
                        .query(Long.class)
                        .optional()
                        .map(MessageId::new);
        message.ifPresent(m -> bell.ring());
        return message;
    }

    /** Fetches what is offered with the newest messages. */
    public List<MessageId> fetchNewest(AccountRef account, ConversationId conversation) {
        List<MessageId> messages =
                jdbc.sql(
                                """
                                update attachment set state = 'FETCHING', due_at = 0
                                where account = :account and state = 'OFFERED' and message in (
                                    select id from message
                                    where conversation = :conversation and account = :account
                                    order by shown_at desc, id desc limit :newest)
                                returning message
                                """)
                        .param("account", account.value())
                        .param("conversation", conversation.value())
                        .param("newest", NEWEST)
                        .query((row, number) -> new MessageId(row.getLong("message")))
                        .list();
        bell.ring();
        return messages.stream().distinct().toList();
    }

    /** Lets it lie at its server. */
    public Optional<MessageId> leave(AccountRef account, AttachmentId id) {
        return jdbc.sql(
                        """
                        update attachment set state = 'OFFERED', failure = null, due_at = null
                        where account = ? and id = ? and state = 'FETCHING' returning message
                        """)
                .params(account.value(), id.value())
                .query(Long.class)
                .optional()
                .map(MessageId::new);
    }

    /** Uploads what waits with a message at once; nothing happens where nothing waits. */
    public void hurry(MessageId message) {
        int waiting =
                jdbc.sql(
                                """
                                update attachment set due_at = 0, attempts = 0, failure = null
                                where message = ? and state = 'SENDING'
                                """)
                        .param(message.value())
                        .update();
        if (waiting > 0) {
            bell.ring();
        }
    }

    /** Whether a person's files are fetched as they come. */
    public boolean fetches(AccountRef account, ConversationId conversation) {
        return jdbc.sql(
                        """
                        select c.peer = a.account_id or coalesce(n.fetches and n.approved, false)
                        from conversation c
                        join account a on a.id = c.account
                        left join contact n on n.account = c.account and n.peer = c.peer
                        where c.account = ? and c.id = ?
                        """)
                .params(account.value(), conversation.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    public void fetches(AccountRef account, ConversationId conversation, boolean yes) {
        jdbc.sql(
                        """
                        insert into contact (account, peer, named_at, approved, approved_me, blocked,
                                             fetches)
                        select c.account, c.peer, 0, false, false, false, :yes
                        from conversation c where c.account = :account and c.id = :conversation
                        on conflict (account, peer) do update set fetches = excluded.fetches
                        """)
                .param("account", account.value())
                .param("conversation", conversation.value())
                .param("yes", yes)
                .update();
    }

    static byte @Nullable [] seal(Vault vault, String row, Optional<String> text) {
        return text.map(plain -> Seals.seal(vault, row, plain)).orElse(null);
    }
}
