/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.network.NetworkException.Reason;
import app.snug.protocol.attachment.AttachmentLimits;
import app.snug.protocol.attachment.FileAddress;
import app.snug.protocol.attachment.FileId;
import app.snug.protocol.attachment.LegacyFile;
import app.snug.protocol.attachment.SealedFile;
import app.snug.protocol.attachment.StreamFile;
import app.snug.server.files.FileServer;
import app.snug.server.files.FileServerSettings;
import app.snug.server.node.LocalNetwork;
import app.snug.testing.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files to a file server and back, through three nodes. */
class FilesTest {

    private final SecureRandom random = new SecureRandom();
    private final TestDatabase database = TestDatabase.fresh();
    private @TempDir Path directory;
    private FileServer server;
    private LocalNetwork nodes;
    private SessionNetwork client;

    @BeforeEach
    void connect() throws Exception {
        server =
                FileServer.start(
                        FileServerSettings.DEFAULT.on("127.0.0.1", 0),
                        Ed25519KeyPair.generate(random),
                        database.dataSource(),
                        directory.resolve("files"),
                        InstantSource.system(),
                        random);
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
        client = client("client", Optional.of(server.port()));
    }

    private SessionNetwork client(String memory, Optional<Integer> port) {
        NetworkDescriptor network = NetworkDescriptor.ofPrivate("local", List.of(nodes.seed()));
        return SessionNetwork.openStill(
                port.map(number ->
                                network.withFileServer(
                                        new NetworkDescriptor.FileServer(
                                                URI.create("http://127.0.0.1:" + number),
                                                server.onionKey())))
                        .orElse(network),
                NetworkSettings.DEFAULT,
                InstantSource.system(),
                random,
                directory.resolve(memory));
    }

    @AfterEach
    void stop() {
        client.close();
        nodes.close();
        server.close();
        database.close();
    }

    private byte[] plain(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void assertReason(
            Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void aFileOfTheLargestSizeComesBackAsItWas() throws Exception {
        byte[] plain = plain(AttachmentLimits.MAX_PLAIN);
        try (Secret seed = Secret.random(32, random)) {
            SealedFile sealed = StreamFile.seal(plain, seed, StreamFile.Purpose.ATTACHMENT);
            Files.Uploaded uploaded = client.files().upload(sealed.bytes(), true);
            assertThat(uploaded.expires().orElseThrow())
                    .isAfter(Instant.now().plus(Duration.ofDays(13)));
            FileAddress address = FileAddress.parse(uploaded.address().url());
            assertThat(address.stream()).isTrue();
            assertThat(StreamFile.open(client.files().download(address), sealed.key()))
                    .isEqualTo(plain);
        }
    }

    @Test
    void anyoneWhoHasTheAddressAndTheKeyCanReadIt() throws Exception {
        byte[] plain = plain(1000);
        SealedFile sealed = LegacyFile.seal(plain, random);
        FileAddress address = client.files().upload(sealed.bytes(), false).address();
        FileAddress elsewhere =
                new FileAddress(
                        address.server(), address.id(), false, Optional.of(server.publicKey()));
        try (SessionNetwork other = client("other", Optional.empty())) {
            byte[] got = other.files().download(FileAddress.parse(elsewhere.url()));
            assertThat(LegacyFile.open(got, sealed.key(), sealed.digest(), plain.length))
                    .isEqualTo(plain);
            assertThat(other.files().canUpload()).isFalse();
            assertReason(Reason.REFUSED, () -> other.files().upload(new byte[1], false));
            assertReason(Reason.REFUSED, () -> other.files().download(address));
        }
    }

    @Test
    void aFileCanBeKeptLonger() throws Exception {
        FileAddress address = client.files().upload(plain(10), false).address();
        assertThat(client.files().extend(address, Duration.ofDays(50)))
                .isAfter(Instant.now().plus(Duration.ofDays(49)));
    }

    @Test
    void whetherTheServerAnswersIsKnown() throws Exception {
        Duration patience = Duration.ofSeconds(10);
        assertThat(client.files().standing(patience)).isEqualTo(Files.Standing.ANSWERS);
        FileAddress address = client.files().upload(plain(10), false).address();
        server.close();
        assertReason(Reason.SERVER_UNREACHABLE, () -> client.files().download(address));
        assertThat(client.files().standing(patience)).isEqualTo(Files.Standing.AWAY);
        try (SessionNetwork other = client("other", Optional.empty())) {
            assertThat(other.files().standing(patience)).isEqualTo(Files.Standing.NONE);
        }
    }

    @Test
    void whatGoesWrongIsTold() throws Exception {
        FileAddress address = client.files().upload(plain(10), false).address();
        FileAddress unknown =
                new FileAddress(address.server(), FileId.of(plain(9)), false, Optional.empty());
        assertReason(Reason.NOT_FOUND, () -> client.files().download(unknown));
        assertReason(Reason.TOO_LARGE, () -> client.files().upload(new byte[0], false));
        assertReason(
                Reason.TOO_LARGE,
                () -> client.files().upload(new byte[AttachmentLimits.MAX_SEALED + 1], false));
        server.close();
        assertReason(Reason.SERVER_UNREACHABLE, () -> client.files().download(address));
        assertThat(client.directory().inGoodStanding()).as("nobody is blamed").hasSize(5);
    }
}
