/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.outside.TestWeb;
import app.snug.protocol.message.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Files that take their time, and what goes along with profiles and links. */
class FilesOnTheWayTest extends FileTalk {

    private static final int LARGE = 9_990_000;

    @Test
    void aLargeFileArrivesThoughItsServerAndTheProgramStopOnTheWayAndItsTextNeverGoesAlone()
            throws Exception {
        int port = server.port();
        byte[] large = noise(LARGE);
        stopServerOnceHalfIsSent();
        Message sent = send("Large", draft("large.bin", large));
        AttachmentId own =
                room.attachments().of(ana, List.of(sent.id())).values().stream()
                        .flatMap(List::stream)
                        .findFirst()
                        .orElseThrow()
                        .id();
        await().until(() ->
                room.attachments()
                        .find(ana, own)
                        .orElseThrow()
                        .failure()
                        .filter(why -> why == TransferFailure.SERVER_AWAY)
                        .isPresent());
        assertThat(messenger.messages.find(ana, sent.id()).orElseThrow().state())
                .isEqualTo(Message.State.SENDING);
        assertThat(outbox()).as("nothing goes before its file").isZero();

        restart();
        server = startServer(port);
        room.attachments().retry(ana, sent.id());
        awaitState(sent, Message.State.SENT);
        Attachment offered = received(1).getFirst();

        server.close();
        room.attachments().fetch(ben, offered.id());
        await().until(() ->
                room.attachments().find(ben, offered.id()).orElseThrow().failure().isPresent());
        assertThat(room.attachments().open(ben, offered.id(), false)).isEmpty();
        server = startServer(port);
        room.attachments().fetch(ben, offered.id());
        awaitState(ben, offered.id(), Attachment.State.HERE);
        assertThat(content(ben, offered.id(), false)).isEqualTo(large);
    }

    private void stopServerOnceHalfIsSent() {
        AtomicBoolean stopped = new AtomicBoolean();
        watcher =
                (done, total) -> {
                    if (done * 2 > total && stopped.compareAndSet(false, true)) {
                        server.close();
                    }
                };
    }

    @Test
    void whatIsUnderWayWhenTheProgramStopsIsTakenUpByItselfAtTheNextStart() throws Exception {
        byte[] plan = noise(2_000_000);
        Message sent = restartWhileMoving(() -> send("The plan", draft("plan.bin", plan)));
        awaitState(sent, Message.State.SENT);

        AttachmentId offered = received(1).getFirst().id();
        assertThat(restartWhileMoving(() -> room.attachments().fetch(ben, offered))).isTrue();
        awaitState(ben, offered, Attachment.State.HERE);
        assertThat(content(ben, offered, false)).isEqualTo(plan);
    }

    /** What begins to move is held where it is until the program has started again. */
    private <T> T restartWhileMoving(Callable<T> begin) throws Exception {
        CompletableFuture<Void> moving = new CompletableFuture<>();
        CompletableFuture<Void> restarted = new CompletableFuture<>();
        watcher =
                (done, total) -> {
                    moving.complete(null);
                    restarted.join();
                };
        try {
            T begun = begin.call();
            await().until(moving::isDone);
            restart();
            return begun;
        } finally {
            restarted.complete(null);
        }
    }

    private long outbox() {
        return messenger.jdbc.sql("select count(*) from outbox").query(Long.class).single();
    }

    @Test
    void aPictureOfOneselfGoesToTheProfileAndToWhoeverIsToldOfIt() throws Exception {
        room.profilePictures().choose(ana, picture(900, 300));
        assertThat(room.profilePictures().version(ana)).isPresent();
        await().until(() -> ownPicture().isPresent());
        Picture shown = ownPicture().orElseThrow();
        assertThat(room.profilePictures().trouble(ana)).isEmpty();

        // Her next message tells of it, and it comes without anybody's waiting for the next look.
        send("Look at me");
        try (Changes.Subscription _ = messenger.changes.subscribe(ben, change -> {})) {
            await().until(() -> room.profilePictures().open(ben, ana.id()).isPresent());
        }
        try (Content here = room.profilePictures().open(ben, ana.id()).orElseThrow()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            here.copy(0, here.size(), out);
            BufferedImage square = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
            assertThat(square.getWidth()).isEqualTo(square.getHeight()).isEqualTo(300);
        }

        room.profilePictures().remove(ana);
        assertThat(ownPicture()).isEmpty();
        assertThat(room.profilePictures().open(ana)).isEmpty();
        byte[] page = "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> room.profilePictures().choose(ana, page))
                .isInstanceOf(PictureRefusedException.class);
        room.work().tidy();
        assertThat(onDisk()).as("Ben's copy").hasSize(1);
    }

    private Optional<Picture> ownPicture() {
        return messenger.accounts.configs().read(ana, configs -> configs.profile().picture());
    }

    @Test
    void whatIsSeenOfALinkGoesWithItIfItsWriterWantsThat() throws Exception {
        web.page("/lake.png", "image/png", picture(60, 40));
        web.page(
                "/lake",
                "text/html",
                "<title>The lake</title><meta property=og:image content=/lake.png>"
                        .getBytes(StandardCharsets.UTF_8));
        String url = TestWeb.url("/lake");
        assertThat(room.previews().look(ana, toBen, url)).isEmpty();
        assertThat(web.asked).as("off by default").isEmpty();

        messenger.preferences.change(ana, preference -> preference.linkPreviews(true));
        Draft seen = room.previews().look(ana, toBen, url).orElseThrow();
        assertThat(seen.link()).map(Extras.Link::title).contains("The lake");
        Message sent = send("Come to " + url, seen.id());
        awaitState(sent, Message.State.SENT);

        Attachment image = received(1).getFirst();
        assertThat(image.part()).isEqualTo(Attachment.Part.PREVIEW);
        Message arrived = messenger.messages.find(ben, image.message()).orElseThrow();
        assertThat(arrived.extras().link()).contains(new Extras.Link(url, "The lake"));
        assertThatThrownBy(() -> send("", room.previews().look(ana, toBen, url).orElseThrow().id()))
                .as("a preview alone is no message")
                .isInstanceOf(DraftGoneException.class);
    }
}
