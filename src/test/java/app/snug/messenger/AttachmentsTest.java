/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Secret;
import app.snug.network.Swarms;
import app.snug.protocol.attachment.LegacyFile;
import app.snug.protocol.attachment.SealedFile;
import app.snug.protocol.attachment.StreamFile;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.AttachmentPointer;
import app.snug.protocol.message.AttachmentPointer.Bytes;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.storage.Namespace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Files that go with messages. */
class AttachmentsTest extends FileTalk {

    @Test
    void filesGoWithTheirMessageAndLieWithTheirServerUntilSomebodyAsks() throws Exception {
        byte[] photo = picture(800, 600);
        byte[] letter = "Dear Ben".getBytes(StandardCharsets.UTF_8);
        Message sent = send("Look", draft("photo.png", photo), draft("../letter.txt", letter));
        assertThat(room.drafts().of(ana, toBen)).isEmpty();

        List<Attachment> offered = received(2);
        assertThat(offered).extracting(Attachment::state).containsOnly(Attachment.State.OFFERED);
        assertThat(offered.getFirst().look()).isEqualTo(Look.PICTURE);
        assertThat(offered.getFirst().width()).isEqualTo(800);
        assertThat(offered.getLast().name()).contains("letter.txt");
        awaitState(sent, Message.State.SENT);

        assertThat(room.attachments().fetch(ben, offered.getLast().id())).isTrue();
        Attachment here = awaitState(ben, offered.getLast().id(), Attachment.State.HERE);
        assertThat(content(ben, here.id(), false)).isEqualTo(letter);
        assertThat(here.look()).isEqualTo(Look.DOCUMENT);

        room.attachments().fetchAlways(ben, toAna);
        Attachment shown = awaitState(ben, offered.getFirst().id(), Attachment.State.HERE);
        assertThat(shown.contentType()).isEqualTo("image/png");
        assertThat(ImageIO.read(new ByteArrayInputStream(content(ben, shown.id(), true))))
                .satisfies(small -> assertThat(small.getWidth()).isEqualTo(640));
        assertThat(room.attachments().find(ana, shown.id())).as("Ben's alone").isEmpty();
        assertThat(room.attachments().library(ben, toAna, false, Optional.empty(), 10))
                .extracting(item -> item.file().id())
                .containsExactly(shown.id());
        assertThat(room.attachments().library(ben, toAna, true, Optional.empty(), 10))
                .extracting(item -> item.file().id())
                .containsExactly(here.id());
    }

    @Test
    void filesLeaveTheDiskWithTheirMessage() throws Exception {
        Message sent = send("", draft("photo.png", picture(20, 20)));
        assertThat(onDisk()).hasSize(2);
        awaitState(sent, Message.State.SENT);
        DraftId unsent = draft("note.txt", new byte[] {1});
        assertThat(onDisk()).hasSize(3);
        room.drafts().remove(ana, unsent);
        room.work().tidy();
        assertThat(onDisk()).as("a draft has become an attachment").hasSize(2);

        messenger.choices.delete(ana, toBen);
        room.work().tidy();
        assertThat(onDisk()).isEmpty();
    }

    @Test
    void whatCannotBeSentIsRefusedWithItsReasonAndLeavesNothing() throws Exception {
        assertThatThrownBy(() -> draft("big", new byte[Drafts.MAX_SIZE + 7]))
                .isInstanceOfSatisfying(
                        FileRefusedException.class, e -> assertThat(e.over()).isEqualTo(7));
        assertThatThrownBy(() -> draft("empty", new byte[0]))
                .isInstanceOfSatisfying(
                        FileRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(FileRefusedException.Reason.EMPTY));
        byte[] bomb = picture(10, 10);
        // A header that claims 60,000 × 60,000 pixels.
        System.arraycopy(new byte[] {0, 0, (byte) 0xea, 0x60}, 0, bomb, 16, 4);
        System.arraycopy(new byte[] {0, 0, (byte) 0xea, 0x60}, 0, bomb, 20, 4);
        assertThatThrownBy(() -> draft("bomb.png", bomb))
                .isInstanceOfSatisfying(
                        FileRefusedException.class, e -> assertThat(e.picture()).isPresent());
        Account stranger = messenger.accounts.create(vaults.newOwner(), "Cleo");
        ConversationId unanswered = messenger.conversations.start(ana, stranger.id()).id();
        assertThatThrownBy(() ->
                        room.drafts()
                                .add(
                                        ana,
                                        unanswered,
                                        Drafts.Upload.of("a", "text/plain", new byte[1])))
                .isInstanceOfSatisfying(
                        FileRefusedException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(FileRefusedException.Reason.NOT_ACCEPTED));
        for (int i = 0; i < Drafts.MOST; i++) {
            draft("n" + i, new byte[] {1});
        }
        assertThatThrownBy(() -> draft("one too many", new byte[] {1}))
                .isInstanceOfSatisfying(
                        FileRefusedException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(FileRefusedException.Reason.TOO_MANY));
        assertThat(onDisk()).hasSize(Drafts.MOST);
        DraftId gone = new DraftId(1_000_000);
        assertThatThrownBy(() -> send("Hello", gone)).isInstanceOf(DraftGoneException.class);
    }

    @Test
    void bothEncryptionsAreReadAndWhatIsNotWhatItSaysIsRefused() throws Exception {
        messenger.choices.approve(ben, toAna);
        room.attachments().fetchAlways(ben, toAna);
        byte[] plain = "plain".getBytes(StandardCharsets.UTF_8);
        SealedFile legacy = LegacyFile.seal(plain, random);
        SealedFile stream =
                StreamFile.seal(plain, Secret.random(32, random), StreamFile.Purpose.ATTACHMENT);
        String legacyUrl = network.files().upload(legacy.bytes(), false).address().url();
        String streamUrl = network.files().upload(stream.bytes(), true).address().url();
        byte[] wrong = legacy.digest().clone();
        wrong[3] ^= 1;
        byte[] page = "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        SealedFile html = LegacyFile.seal(page, random);
        String htmlUrl = network.files().upload(html.bytes(), false).address().url();
        String gone = legacyUrl.substring(0, legacyUrl.lastIndexOf('/') + 1) + "A".repeat(44);
        fromAna(
                pointer(legacyUrl, legacy.key(), legacy.digest(), plain.length, "text/plain"),
                pointer(streamUrl, stream.key(), new byte[0], plain.length, "text/plain"),
                pointer(legacyUrl, legacy.key(), wrong, plain.length, "text/plain"),
                pointer("javascript:alert(1)", legacy.key(), wrong, 5, "text/plain"),
                pointer(htmlUrl, html.key(), html.digest(), page.length, "image/png"),
                pointer(legacyUrl, legacy.key(), legacy.digest(), 20_000_000, "video/mp4"),
                pointer(gone, legacy.key(), legacy.digest(), plain.length, "text/plain"),
                pointer(legacyUrl, legacy.key(), legacy.digest(), 0, "text/plain"));

        List<Attachment> files = received(8);
        assertThat(content(ben, here(files.get(0)), false)).isEqualTo(plain);
        assertThat(content(ben, here(files.get(1)), false)).isEqualTo(plain);
        assertThat(awaitState(ben, files.get(2).id(), Attachment.State.REFUSED).failure())
                .contains(TransferFailure.DAMAGED);
        assertThat(files.get(3).state()).isEqualTo(Attachment.State.REFUSED);
        Attachment active = awaitState(ben, files.get(4).id(), Attachment.State.HERE);
        assertThat(active.contentType()).isEqualTo("application/octet-stream");
        assertThat(active.look()).isEqualTo(Look.DOCUMENT);
        assertThat(files.get(5).failure()).contains(TransferFailure.TOO_LARGE);
        assertThat(awaitState(ben, files.get(6).id(), Attachment.State.EXPIRED).failure())
                .contains(TransferFailure.EXPIRED);
        assertThat(awaitState(ben, files.get(7).id(), Attachment.State.REFUSED).failure())
                .as("of padding nobody knows where the file ends")
                .contains(TransferFailure.DAMAGED);
        assertThat(onDisk()).as("nothing of what was refused").hasSize(3);
    }

    private AttachmentId here(Attachment file) {
        return awaitState(ben, file.id(), Attachment.State.HERE).id();
    }

    private static AttachmentPointer pointer(
            String url, Secret key, byte[] digest, long size, String type) {
        return new AttachmentPointer(
                url,
                key,
                digest.length == 0 ? Optional.empty() : Optional.of(new Bytes(digest)),
                Optional.of(type),
                Optional.of("file"),
                Optional.empty(),
                size,
                false,
                0,
                0);
    }

    /** As another program of Ana's would send it. */
    private void fromAna(AttachmentPointer... files) throws Exception {
        Instant now = network.clock().instant();
        app.snug.protocol.message.Content.Visible visible =
                new app.snug.protocol.message.Content.Visible(
                        "",
                        List.of(files),
                        Optional.empty(),
                        Optional.empty(),
                        app.snug.protocol.message.Content.Context.NONE);
        try (AccountKeys keys = messenger.accounts.keys(ana)) {
            byte[] data = DirectMessage.seal(visible, now, keys, ben.id(), random);
            Swarms swarms = network.swarms();
            assertThat(swarms.store(ben.id(), Namespace.DEFAULT, data, Duration.ofDays(1)))
                    .isNotNull();
        }
    }
}
