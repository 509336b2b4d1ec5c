/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.messenger.AccountRef;
import app.snug.messenger.TransferFailure;
import app.snug.network.Network;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.protocol.attachment.AttachmentLimits;
import app.snug.protocol.attachment.FileAddress;
import app.snug.protocol.attachment.FileId;
import app.snug.protocol.attachment.SealedFile;
import app.snug.protocol.attachment.StreamFile;
import app.snug.server.files.FileServer;
import app.snug.server.files.FileServerSettings;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files from a queue through three nodes to a real file server, and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CourierTest {

    private static final AccountRef ANA = new AccountRef(1);

    /** Long enough on its way to be broken off. */
    private static final int MEDIUM = 1_000_000;

    private final SecureRandom random = new SecureRandom();
    private final TestDatabase database = TestDatabase.fresh();
    private final Ed25519KeyPair identity = Ed25519KeyPair.generate(random);
    private MemoryQueue queue = new MemoryQueue();
    private static @TempDir Path directory;
    private FileServer server;
    private LocalNetwork nodes;
    private Network network;
    private Courier courier;
    private volatile Courier.Watcher watcher = (transfer, done, total) -> {};

    @BeforeAll
    void connect() throws Exception {
        server = startServer(0);
        nodes =
                LocalNetwork.open(
                        LocalNetwork.Settings.DEFAULT
                                .onFreePorts()
                                .withNodes(5, 1)
                                .withExits(List.of("127.0.0.1:" + server.port())),
                        directory.resolve("nodes"),
                        database.dataSource(),
                        InstantSource.system(),
                        random);
        network =
                SessionNetwork.open(
                        NetworkDescriptor.ofPrivate("local", List.of(nodes.seed()))
                                .withFileServer(
                                        new NetworkDescriptor.FileServer(
                                                URI.create("http://127.0.0.1:" + server.port()),
                                                server.onionKey())),
                        NetworkSettings.DEFAULT,
                        InstantSource.system(),
                        random,
                        directory.resolve("client"));
    }

    @BeforeEach
    void begin() {
        queue = new MemoryQueue();
        watcher = (transfer, done, total) -> {};
        courier = newCourier();
    }

    private FileServer startServer(int port) throws Exception {
        return FileServer.start(
                FileServerSettings.DEFAULT.on("127.0.0.1", port),
                identity,
                database.dataSource(),
                directory.resolve("files"),
                InstantSource.system(),
                random);
    }

    private Courier newCourier() {
        return new Courier(
                queue,
                network.files(),
                (transfer, done, total) -> watcher.moved(transfer, done, total),
                InstantSource.system(),
                random);
    }

    @AfterEach
    void stop() {
        courier.stop();
    }

    @AfterAll
    void disconnect() {
        network.close();
        nodes.close();
        server.close();
        database.close();
    }

    private byte[] upload(long id, AccountRef account, int size) {
        byte[] plain = new byte[size];
        random.nextBytes(plain);
        queue.upload(new Transfer.Upload(id, account, 0, Transfer.Form.FILE), plain);
        return plain;
    }

    private void download(long id, TransferQueue.Sent sent) {
        queue.add(
                new Transfer.Download(
                        id, ANA, 0, sent.address(), sent.key(), sent.digest(), sent.size()));
        courier.wake();
    }

    private void awaitDone(long id) {
        await().until(() -> queue.isDone(id));
    }

    private void awaitFailure(long id, TransferFailure why) {
        await().until(() -> queue.failure(id).isPresent());
        assertThat(queue.failure(id)).contains(why);
    }

    @Test
    void aFileGoesAndComesBackAndSaysHowFarItIs() {
        ConcurrentLinkedQueue<Long> steps = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> totals = new ConcurrentLinkedQueue<>();
        watcher =
                (transfer, done, total) -> {
                    if (transfer instanceof Transfer.Upload) {
                        steps.add(done);
                        totals.add(total);
                    }
                };
        byte[] plain = upload(1, ANA, MEDIUM);
        courier.start();
        awaitDone(1);
        assertThat(List.copyOf(steps)).hasSizeGreaterThan(10).isSorted();
        assertThat(totals.stream().distinct()).hasSize(1);
        assertThat(steps.stream().mapToLong(Long::longValue).max().orElse(0))
                .isEqualTo(totals.element());
        download(2, queue.sent(1));
        awaitDone(2);
        assertThat(queue.got(2)).isEqualTo(plain);
    }

    @Test
    void aProfilePictureAndAStreamAreReadToo() throws Exception {
        byte[] picture = {1, 2, 3};
        queue.upload(new Transfer.Upload(1, ANA, 0, Transfer.Form.PROFILE_PICTURE), picture);
        courier.start();
        awaitDone(1);
        download(2, queue.sent(1));
        awaitDone(2);
        assertThat(queue.got(2)).isEqualTo(picture);
        try (Secret seed = Secret.random(32, random)) {
            SealedFile stream = StreamFile.seal(picture, seed, StreamFile.Purpose.ATTACHMENT);
            FileAddress address = network.files().upload(stream.bytes(), true).address();
            queue.add(
                    new Transfer.Download(
                            3, ANA, 0, address, stream.key(), stream.digest(), picture.length));
            courier.wake();
            awaitDone(3);
            assertThat(queue.got(3)).isEqualTo(picture);
        }
    }

    @Test
    void aServerThatStopsDuringAnUploadGetsItWhenItIsBack() throws Exception {
        int port = server.port();
        stopServerOnceMoving();
        upload(1, ANA, MEDIUM);
        courier.start();
        awaitFailure(1, TransferFailure.SERVER_AWAY);
        assertThat(queue.waits(1)).isTrue();
        server = startServer(port);
        queue.hurry();
        courier.wake();
        awaitDone(1);
    }

    @Test
    void aServerThatStopsDuringADownloadGivesItWhenItIsBack() throws Exception {
        int port = server.port();
        byte[] plain = upload(1, ANA, MEDIUM);
        courier.start();
        awaitDone(1);
        server.close();
        download(2, queue.sent(1));
        awaitFailure(2, TransferFailure.SERVER_AWAY);
        assertThat(queue.isDone(2)).as("nothing half-stored").isFalse();
        server = startServer(port);
        queue.hurry();
        courier.wake();
        awaitDone(2);
        assertThat(queue.got(2)).isEqualTo(plain);
    }

    private void stopServerOnceMoving() {
        AtomicBoolean stopped = new AtomicBoolean();
        watcher =
                (transfer, done, total) -> {
                    if (done * 2 > total && stopped.compareAndSet(false, true)) {
                        server.close();
                    }
                };
    }

    @Test
    void whatWasUnderWayAtAStopBeginsAgainAtTheNextStart() {
        AtomicBoolean moved = new AtomicBoolean();
        watcher = (transfer, done, total) -> moved.set(true);
        upload(1, ANA, MEDIUM);
        courier.start();
        await().untilTrue(moved);
        courier.stop();
        assertThat(queue.failure(1)).as("no fault of the file").isEmpty();
        courier = newCourier();
        courier.start();
        awaitDone(1);
    }

    @Test
    void aTransferThatIsTakenBackEndsAtOnceAndTheNextOneGoes() {
        AtomicBoolean moved = new AtomicBoolean();
        watcher =
                (transfer, done, total) -> {
                    if (transfer.id() == 1 && moved.compareAndSet(false, true)) {
                        queue.takeBack(1);
                        courier.cancel(1);
                    }
                };
        upload(1, ANA, MEDIUM);
        upload(2, ANA, 1000);
        courier.start();
        awaitDone(2);
        assertThat(queue.isDone(1)).isFalse();
        assertThat(queue.failure(1)).isEmpty();
    }

    @Test
    void whatCannotBeHadSaysWhyAndIsNotTriedAgain() {
        upload(1, ANA, 1000);
        courier.start();
        awaitDone(1);
        TransferQueue.Sent sent = queue.sent(1);
        FileAddress gone =
                new FileAddress(
                        sent.address().server(), FileId.of(new byte[7]), false, Optional.empty());
        queue.add(new Transfer.Download(2, ANA, 0, gone, sent.key(), sent.digest(), sent.size()));
        byte[] other = sent.digest().clone();
        other[0] ^= 1;
        queue.add(new Transfer.Download(3, ANA, 0, sent.address(), sent.key(), other, sent.size()));
        FileAddress elsewhere =
                new FileAddress("http://files.example", gone.id(), false, Optional.empty());
        queue.add(
                new Transfer.Download(
                        4, ANA, 0, elsewhere, sent.key(), sent.digest(), sent.size()));
        upload(5, ANA, AttachmentLimits.MAX_PLAIN + 1);
        courier.wake();
        awaitFailure(2, TransferFailure.EXPIRED);
        awaitFailure(3, TransferFailure.DAMAGED);
        awaitFailure(4, TransferFailure.NO_SERVER);
        awaitFailure(5, TransferFailure.TOO_LARGE);
        for (long id = 2; id <= 5; id++) {
            assertThat(queue.waits(id)).isFalse();
        }
    }

    @Test
    void manyAccountsGoSideBySideButNotAllAtOnce() {
        for (long id = 1; id <= 20; id++) {
            upload(id, new AccountRef(id % 10), 50_000);
        }
        courier.start();
        for (long id = 1; id <= 20; id++) {
            awaitDone(id);
        }
        assertThat(queue.mostAtOnce).isLessThanOrEqualTo(4);
    }
}
