/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that is killed, with no chance to end anything, while it shares a change. */
class KilledTest extends TwoDevices {

    private static final int SIGKILL = 128 + 9;

    /** Nobody waits for ever for a process that says nothing. */
    private static final long PATIENCE_SECONDS = 90;

    /** The desk's messenger in a process of its own. */
    private final class Doomed implements AutoCloseable {
        private final Process process;
        private final PrintStream in;
        private final BufferedReader out;
        private final List<String> said = new ArrayList<>();

        Doomed(String name) throws Exception {
            desk.messenger.close();
            process =
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElse("java"),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+UseSerialGC",
                                    "-Xmx256m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    DoomedDevice.class.getName())
                            .redirectErrorStream(true)
                            .start();
            CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .execute(process::destroyForcibly);
            in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            out = process.inputReader(StandardCharsets.UTF_8);
            in.println(desk.database.url());
            in.println(desk.database.user());
            in.println(desk.database.password());
            in.println(desk.account.owner().value());
            in.println(HexFormat.of().formatHex(desk.vaults.key(desk.account.owner()).copy()));
            in.println(desk.account.ref().value());
            in.println(clock.instant());
            in.println(name);
        }

        void comeTo(String place) throws Exception {
            for (String line = out.readLine(); !place.equals(line); line = out.readLine()) {
                assertThat(line).as("process ended, after: %s", said).isNotNull();
                said.add(line);
            }
        }

        void goOn() {
            in.println();
        }

        List<byte[]> stored() {
            return said.stream()
                    .filter(line -> line.startsWith(DoomedDevice.STORED))
                    .map(line -> line.substring(DoomedDevice.STORED.length()))
                    .map(Base64.getDecoder()::decode)
                    .toList();
        }

        void kill() throws Exception {
            process.destroyForcibly();
            assertThat(process.waitFor()).isEqualTo(SIGKILL);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private List<MessageHash> profiles() {
        return swarms.mailbox(desk.account.id(), Namespace.USER_PROFILE).stream()
                .map(StoredMessage::hash)
                .toList();
    }

    private void comeBackAndShare(String name) throws Exception {
        clock.travel(Sharing.APART);
        desk.restart();
        assertThat(desk.status().unsharedSince()).isPresent();
        desk.sync();
        phone.sync();
        assertThat(desk.name()).isEqualTo(name);
        assertThat(phone.name()).isEqualTo(name);
        assertThat(desk.status().unsharedSince()).isEmpty();
        assertThat(profiles()).hasSize(1);
        int pushes = swarms.pushes.get();
        both();
        assertThat(swarms.pushes.get()).isEqualTo(pushes);
    }

    @Test
    void killedBeforeItsPushLeavesADevicePushesWhenItIsBack() throws Exception {
        List<MessageHash> before = profiles();
        try (Doomed process = new Doomed("Before it left")) {
            process.comeTo(DoomedDevice.LEAVING);
            process.kill();
        }
        assertThat(profiles()).isEqualTo(before);
        comeBackAndShare("Before it left");
        assertThat(profiles()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void killedBeforeTheAnswerCameADevicePushesTheVerySameAgain() throws Exception {
        List<byte[]> arrived;
        try (Doomed process = new Doomed("Before the answer")) {
            process.comeTo(DoomedDevice.LEAVING);
            process.goOn();
            process.comeTo(DoomedDevice.ARRIVED);
            process.kill();
            arrived = process.stored();
        }
        assertThat(arrived).hasSize(1);
        MessageHash first =
                swarms.put(desk.account.id(), Namespace.USER_PROFILE, arrived.getFirst());
        comeBackAndShare("Before the answer");
        assertThat(profiles()).containsExactly(first);
        assertThat(swarms.order()).containsOnlyOnce(first);
    }
}
