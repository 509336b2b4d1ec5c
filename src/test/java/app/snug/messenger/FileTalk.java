/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.awaitility.Awaitility.await;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.messenger.attachment.AttachmentRoom;
import app.snug.messenger.conversation.Relations.Scope;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.Progress;
import app.snug.network.SessionNetwork;
import app.snug.outside.TestWeb;
import app.snug.server.files.FileServer;
import app.snug.server.files.FileServerSettings;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two people who have accepted each other, three nodes between them, and a real file server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FileTalk {

    private static @TempDir Path directory;

    final SecureRandom random = new SecureRandom();
    private final TestDatabase street = TestDatabase.fresh();
    private final Ed25519KeyPair identity = Ed25519KeyPair.generate(random);
    private TestDatabase database;
    private LocalNetwork nodes;
    private Path folder;
    private int number;
    FileServer server;
    volatile Progress watcher = Progress.NONE;
    SessionNetwork network;
    TestVaults vaults;
    TestMessenger messenger;
    AttachmentRoom room;
    TestWeb web;
    Account ana;
    Account ben;
    ConversationId toBen;
    ConversationId toAna;

    @BeforeAll
    void open() throws Exception {
        server = startServer(0);
        nodes =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT
                                .onFreePorts()
                                .withNodes(5, 1)
                                .withExits(List.of("127.0.0.1:" + server.port())),
                        directory.resolve("nodes"),
                        street.dataSource(),
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
    }

    @AfterAll
    void shut() {
        network.close();
        nodes.close();
        server.close();
        street.close();
    }

    FileServer startServer(int port) throws Exception {
        return FileServer.start(
                FileServerSettings.DEFAULT.on("127.0.0.1", port),
                identity,
                street.dataSource(),
                directory.resolve("server"),
                InstantSource.system(),
                random);
    }

    @BeforeEach
    void meet() throws Exception {
        database = TestDatabase.fresh();
        vaults = new TestVaults();
        folder = directory.resolve("attachments-" + number++);
        web = new TestWeb();
        watcher = Progress.NONE;
        begin();
        ana = messenger.accounts.create(vaults.newOwner(), "Ana");
        ben = messenger.accounts.create(vaults.newOwner(), "Ben");
        toBen = acquainted(ana, ben);
        toAna = acquainted(ben, ana);
    }

    private void begin() {
        messenger = new TestMessenger(database.dataSource(), vaults, network, Clock.systemUTC());
        WatchedFiles files =
                new WatchedFiles(network.files(), (done, total) -> watcher.moved(done, total));
        room =
                messenger.files(
                        TestMessenger.network(network.swarms(), network.clock(), files),
                        folder,
                        web.client());
        messenger.started();
        room.work().start();
    }

    /** Both have written to each other, long ago. */
    private ConversationId acquainted(Account one, Account other) {
        return messenger.ledger.write(
                one.ref(),
                entries -> {
                    Scope in =
                            new Scope(
                                    one.ref(),
                                    one.id(),
                                    vaults.of(one.owner()),
                                    messenger.accounts.configs().of(one, entries),
                                    network.clock().instant());
                    messenger.relations.heardOf(in, other.id());
                    return messenger.relations.wrote(in, other.id());
                });
    }

    /** The program ends and starts again. */
    void restart() {
        room.work().stop();
        messenger.close();
        begin();
    }

    @AfterEach
    void part() {
        room.work().stop();
        web.close();
        messenger.close();
        database.close();
    }

    byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] picture(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    DraftId draft(String name, byte[] bytes) throws Exception {
        return room.drafts()
                .add(ana, toBen, Drafts.Upload.of(name, "application/octet-stream", bytes))
                .id();
    }

    Message send(String text, DraftId... files) throws Exception {
        return messenger.messages.send(
                ana, toBen, Writing.of(text).with(List.of(files)), SendToken.random());
    }

    /** All files of Ben's messages, once there are so many. */
    List<Attachment> received(int count) {
        try (Changes.Subscription _ = messenger.changes.subscribe(ben, change -> {})) {
            await().until(() -> withFiles().size() == count);
        }
        return withFiles();
    }

    List<Attachment> withFiles() {
        List<MessageId> ids =
                messenger.messages.page(ben, toAna, Optional.empty(), 50).stream()
                        .map(Message::id)
                        .toList();
        return room.attachments().of(ben, ids).values().stream().flatMap(List::stream).toList();
    }

    Attachment awaitState(Account account, AttachmentId id, Attachment.State state) {
        await().until(() -> room.attachments().find(account, id).orElseThrow().state() == state);
        return room.attachments().find(account, id).orElseThrow();
    }

    void awaitState(Message message, Message.State state) {
        await().until(() ->
                messenger.messages.find(ana, message.id()).orElseThrow().state() == state);
    }

    byte[] content(Account account, AttachmentId id, boolean small) throws IOException {
        try (Content content = room.attachments().open(account, id, small).orElseThrow()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.copy(0, content.size(), out);
            return out.toByteArray();
        }
    }

    List<Path> onDisk() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
