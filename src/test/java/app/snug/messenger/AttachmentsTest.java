/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.messenger.attachment.AttachmentRoom;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.network.Swarms;
import app.snug.outside.TestWeb;
import app.snug.protocol.attachment.LegacyFile;
import app.snug.protocol.attachment.SealedFile;
import app.snug.protocol.attachment.StreamFile;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.AttachmentPointer;
import app.snug.protocol.message.AttachmentPointer.Bytes;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.Picture;
import app.snug.protocol.storage.Namespace;
import app.snug.server.files.FileServer;
import app.snug.server.files.FileServerSettings;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files between two people, through three nodes and a real file server. */
class AttachmentsTest {

    private static final int LARGE = 9_990_000;

    private final SecureRandom random = new SecureRandom();
    private final TestDatabase database = TestDatabase.fresh();
    private final TestVaults vaults = new TestVaults();
    private final Ed25519KeyPair identity = Ed25519KeyPair.generate(random);
    private @TempDir Path directory;
    private FileServer server;
    private LocalNetwork nodes;
    private SessionNetwork network;
    private TestMessenger messenger;
    private AttachmentRoom room;
    private TestWeb web;
    private Account ana;
    private Account ben;
    private ConversationId toBen;
    private ConversationId toAna;

    @BeforeEach
    void meet() throws Exception {
        server = startServer(0);
        nodes =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT
                                .onFreePorts()
                                .withNodes(5, 1)
                                .withExits(List.of("127.0.0.1:" + server.port())),
                        directory.resolve("nodes"),
                        database.dataSource(),
                        Clock.systemUTC(),
                        random);
        network =
                SessionNetwork.open(
                        NetworkDescriptor.ofPrivate("local", List.of(nodes.seed()))
                                .withFileServer(
                                        new NetworkDescriptor.FileServer(
                                                URI.create("http://127.0.0.1:" + server.port()),
                                                server.onionKey())),
                        NetworkSettings.DEFAULT,
                        Clock.systemUTC(),
                        random,
                        directory.resolve("memory"));
        messenger = new TestMessenger(database.dataSource(), vaults, network, Clock.systemUTC());
        web = new TestWeb();
        room = messenger.files(network, directory.resolve("attachments"), web.client());
        messenger.started();
        room.work().start();
        ana = messenger.accounts.create(vaults.newOwner(), "Ana");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        toBen = messenger.conversations.start(ana, ben.id()).id();
        toAna = messenger.conversations.start(ben, ana.id()).id();
        try (Changes.Subscription one = messenger.changes.subscribe(ana, change -> {});
                Changes.Subscription two = messenger.changes.subscribe(ben, change -> {})) {
            messenger.messages.send(ana, toBen, "Hello");
            messenger.messages.send(ben, toAna, "Hello");
            await().until(() -> newest(ana, toBen).filter(m -> !m.outgoing()).isPresent());
            await().until(() ->
                    messenger.conversations.find(ben, toAna).orElseThrow().settings().approvedMe());
            assertThat(one).isNotSameAs(two);
        }
    }

    private FileServer startServer(int port) throws Exception {
        return FileServer.start(
                FileServerSettings.DEFAULT.on("127.0.0.1", port),
                identity,
                database.dataSource(),
                directory.resolve("server"),
                InstantSource.system(),
                random);
    }

    @AfterEach
    void close() {
        room.work().stop();
        web.close();
        messenger.close();
        network.close();
        nodes.close();
        server.close();
        database.close();
    }

    private Optional<Message> newest(Account account, ConversationId conversation) {
        return messenger.messages.page(account, conversation, Optional.empty(), 1).stream()
                .findFirst();
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] picture(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    private DraftId draft(String name, byte[] bytes) throws Exception {
        return room.drafts()
                .add(ana, toBen, Drafts.Upload.of(name, "application/octet-stream", bytes))
                .id();
    }

    private Message send(String text, DraftId... files) throws Exception {
        return messenger.messages.send(
                ana, toBen, Writing.of(text).with(List.of(files)), SendToken.random());
    }

    /** The first message of Ben's that has files. */
    private List<Attachment> received(int count) {
        try (Changes.Subscription watching = messenger.changes.subscribe(ben, change -> {})) {
            await().until(() -> withFiles().size() == count);
            Objects.requireNonNull(watching);
        }
        return withFiles();
    }

    private List<Attachment> withFiles() {
        List<MessageId> ids =
                messenger.messages.page(ben, toAna, Optional.empty(), 50).stream()
                        .map(Message::id)
                        .toList();
        return room.attachments().of(ben, ids).values().stream().flatMap(List::stream).toList();
    }

    private Attachment awaitState(Account account, AttachmentId id, Attachment.State state) {
        await().until(() -> room.attachments().find(account, id).orElseThrow().state() == state);
        return room.attachments().find(account, id).orElseThrow();
    }

    private void awaitState(Message message, Message.State state) {
        await().until(() ->
                messenger.messages.find(ana, message.id()).orElseThrow().state() == state);
    }

    private byte[] content(Account account, AttachmentId id, boolean small) throws IOException {
        try (Content content = room.attachments().open(account, id, small).orElseThrow()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.copy(0, content.size(), out);
            return out.toByteArray();
        }
    }

    private List<Path> onDisk() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("attachments"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

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
    void aLargeFileArrivesThoughTheServerStopsOnTheWayAndItsTextNeverGoesAlone() throws Exception {
        int port = server.port();
        server.close();
        byte[] large = noise(LARGE);
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

        // As a message of Ana's tells it.
        byte[] key = shown.key().copy();
        byte[] url = shown.url().getBytes(StandardCharsets.UTF_8);
        byte[] told = Arrays.copyOf(key, key.length + url.length);
        System.arraycopy(url, 0, told, key.length, url.length);
        String row = "contact/" + ben.ref().value() + "/" + ana.id() + "/picture";
        messenger.choices.approve(ben, toAna);
        messenger
                .jdbc
                .sql("update contact set picture = ? where account = ? and peer = ?")
                .params(vaults.of(ben.owner()).seal(row, told), ben.ref().value(), ana.id().bytes())
                .update();
        room.profilePictures().wake();
        await().until(() -> room.profilePictures().open(ben, ana.id()).isPresent());
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
        fromAna(
                pointer(legacyUrl, legacy.key(), legacy.digest(), plain.length, "text/plain"),
                pointer(streamUrl, stream.key(), new byte[0], plain.length, "text/plain"),
                pointer(legacyUrl, legacy.key(), wrong, plain.length, "text/plain"),
                pointer("javascript:alert(1)", legacy.key(), wrong, 5, "text/plain"),
                pointer(htmlUrl, html.key(), html.digest(), page.length, "image/png"),
                pointer(legacyUrl, legacy.key(), legacy.digest(), 20_000_000, "video/mp4"));

        List<Attachment> files = received(6);
        assertThat(content(ben, here(files.get(0)), false)).isEqualTo(plain);
        assertThat(content(ben, here(files.get(1)), false)).isEqualTo(plain);
        assertThat(awaitState(ben, files.get(2).id(), Attachment.State.REFUSED).failure())
                .contains(TransferFailure.DAMAGED);
        assertThat(files.get(3).state()).isEqualTo(Attachment.State.REFUSED);
        Attachment active = awaitState(ben, files.get(4).id(), Attachment.State.HERE);
        assertThat(active.contentType()).isEqualTo("application/octet-stream");
        assertThat(active.look()).isEqualTo(Look.DOCUMENT);
        assertThat(files.get(5).failure()).contains(TransferFailure.TOO_LARGE);
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
