/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Attachment;
import app.snug.messenger.AttachmentId;
import app.snug.messenger.Attachments;
import app.snug.messenger.Content;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Draft;
import app.snug.messenger.DraftId;
import app.snug.messenger.Drafts;
import app.snug.messenger.Extras;
import app.snug.messenger.FileRefusedException;
import app.snug.messenger.LinkPreviews;
import app.snug.messenger.Look;
import app.snug.messenger.MessageId;
import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.ProfilePictures;
import app.snug.messenger.TransferFailure;
import app.snug.protocol.identity.AccountId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Files in memory. */
public final class MemoryFiles implements Attachments, Drafts, LinkPreviews, ProfilePictures {

    private record Put(Account account, Attachment file, byte[] bytes) {}

    private record Chosen(
            Account account, ConversationId conversation, Draft draft, byte[] bytes) {}

    private final Map<AttachmentId, Put> files = new LinkedHashMap<>();
    private final Map<DraftId, Chosen> drafts = new LinkedHashMap<>();
    private final Map<AccountRef, byte[]> faces = new HashMap<>();
    private long ids;

    /** Whether the disk takes nothing more. */
    public volatile boolean full;

    /** Each in a few words. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** A file of a message; a sound is a voice message. */
    public synchronized Attachment put(
            Account account,
            MessageId message,
            String name,
            String contentType,
            Attachment.State state,
            byte[] bytes) {
        Attachment file =
                new Attachment(
                        new AttachmentId(++ids),
                        message,
                        Attachment.Part.FILE,
                        contentType,
                        Optional.of(name),
                        Optional.empty(),
                        bytes.length,
                        contentType.startsWith("audio/"),
                        40,
                        30,
                        Duration.ZERO,
                        state,
                        Optional.empty(),
                        Optional.empty(),
                        contentType.startsWith("image/"));
        return put(account, file, bytes);
    }

    /** As above, with all that is said of it. */
    public synchronized Attachment put(Account account, Attachment file, byte[] bytes) {
        files.put(file.id(), new Put(account, file, bytes));
        return file;
    }

    public synchronized AttachmentId nextId() {
        return new AttachmentId(++ids);
    }

    @Override
    public synchronized Map<MessageId, List<Attachment>> of(
            Account account, Collection<MessageId> messages) {
        return files.values().stream()
                .filter(put -> put.account().ref().equals(account.ref()))
                .map(Put::file)
                .filter(file -> messages.contains(file.message()))
                .collect(Collectors.groupingBy(Attachment::message));
    }

    @Override
    public synchronized Optional<Attachment> find(Account account, AttachmentId id) {
        return Optional.ofNullable(files.get(id))
                .filter(put -> put.account().ref().equals(account.ref()))
                .map(Put::file);
    }

    @Override
    public synchronized Optional<Content> open(Account account, AttachmentId id, boolean small) {
        return Optional.ofNullable(files.get(id))
                .filter(put -> put.account().ref().equals(account.ref()) && put.file().isHere())
                .map(put -> content(put.bytes()));
    }

    private static Content content(byte[] bytes) {
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void copy(long from, long length, OutputStream to) throws IOException {
                to.write(bytes, (int) from, (int) length);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean fetch(Account account, AttachmentId id) {
        return asked.add("fetch");
    }

    @Override
    public void fetchAlways(Account account, ConversationId conversation) {
        asked.add("always");
    }

    @Override
    public void askFirst(Account account, ConversationId conversation) {
        asked.add("ask first");
    }

    @Override
    public boolean fetches(Account account, ConversationId conversation) {
        return false;
    }

    @Override
    public void cancel(Account account, AttachmentId id) {
        asked.add("cancel");
    }

    @Override
    public void retry(Account account, MessageId message) {
        asked.add("retry");
    }

    @Override
    public Map<AttachmentId, Progress> progress(Account account, Collection<AttachmentId> ids) {
        return new HashMap<>(
                ids.stream()
                        .filter(id -> find(account, id).isPresent())
                        .collect(Collectors.toMap(id -> id, id -> new Progress(1, 4))));
    }

    @Override
    public synchronized List<Item> library(
            Account account,
            ConversationId conversation,
            boolean documents,
            Optional<AttachmentId> before,
            int limit) {
        return files.values().stream()
                .filter(put -> put.account().ref().equals(account.ref()))
                .map(put -> new Item(put.file(), PageHouse.NOW, false))
                .filter(item -> documents == (item.file().look() == Look.DOCUMENT))
                .sorted(Comparator.comparing((Item item) -> item.file().id().value()).reversed())
                .filter(item -> before.isEmpty() || item.file().id().value() < before.get().value())
                .limit(limit)
                .toList();
    }

    private void room() throws IOException {
        if (full) {
            throw new IOException("no room");
        }
    }

    @Override
    public synchronized Draft add(Account account, ConversationId conversation, Upload upload)
            throws FileRefusedException, IOException {
        room();
        if (upload.bytes().length == 0) {
            throw new FileRefusedException(FileRefusedException.Reason.EMPTY);
        }
        Draft draft =
                new Draft(
                        new DraftId(++ids),
                        Attachment.Part.FILE,
                        upload.contentType(),
                        Optional.of(upload.name()),
                        Optional.empty(),
                        upload.bytes().length,
                        upload.voice(),
                        0,
                        0,
                        upload.length(),
                        false);
        drafts.put(draft.id(), new Chosen(account, conversation, draft, upload.bytes()));
        return draft;
    }

    @Override
    public synchronized List<Draft> of(Account account, ConversationId conversation) {
        return drafts.values().stream()
                .filter(chosen -> chosen.account().ref().equals(account.ref()))
                .filter(chosen -> chosen.conversation().equals(conversation))
                .map(Chosen::draft)
                .toList();
    }

    @Override
    public synchronized void remove(Account account, DraftId id) {
        drafts.remove(id);
    }

    @Override
    public synchronized Optional<Content> open(Account account, DraftId id, boolean small) {
        return Optional.ofNullable(drafts.get(id)).map(chosen -> content(chosen.bytes()));
    }

    @Override
    public synchronized Optional<Draft> look(
            Account account, ConversationId conversation, String url) {
        Draft draft =
                new Draft(
                        new DraftId(++ids),
                        Attachment.Part.PREVIEW,
                        "image/png",
                        Optional.empty(),
                        Optional.of(new Extras.Link(url, "Title of " + url)),
                        0,
                        false,
                        0,
                        0,
                        Duration.ZERO,
                        false);
        drafts.put(draft.id(), new Chosen(account, conversation, draft, new byte[0]));
        return Optional.of(draft);
    }

    @Override
    public synchronized void choose(Account account, byte[] picture)
            throws PictureRefusedException, IOException {
        room();
        if (picture.length < 10) {
            throw new PictureRefusedException(
                    PictureRefusedException.Reason.NO_PICTURE, "No picture");
        }
        faces.put(account.ref(), picture);
    }

    @Override
    public synchronized void remove(Account account) {
        faces.remove(account.ref());
    }

    @Override
    public synchronized Optional<String> version(Account account) {
        return Optional.ofNullable(faces.get(account.ref())).map(face -> "1");
    }

    @Override
    public Optional<TransferFailure> trouble(Account account) {
        return Optional.empty();
    }

    @Override
    public synchronized Optional<Content> open(Account account) {
        return Optional.ofNullable(faces.get(account.ref())).map(MemoryFiles::content);
    }

    @Override
    public Optional<Content> open(Account account, AccountId peer) {
        return open(account);
    }
}
