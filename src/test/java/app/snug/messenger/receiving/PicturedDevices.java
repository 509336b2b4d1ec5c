/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.awaitility.Awaitility.await;

import app.snug.messenger.Account;
import app.snug.messenger.Content;
import app.snug.messenger.KeptFiles;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.attachment.AttachmentRoom;
import app.snug.network.Network;
import app.snug.outside.WebGet;
import app.snug.protocol.message.Picture;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An account with a picture, on two devices. */
abstract class PicturedDevices {

    final TravellingClock clock = new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    final KeptFiles files = new KeptFiles(clock);
    private @TempDir Path directory;
    private final List<Device> all = new ArrayList<>();
    Device desk;
    Device phone;

    final class Device {
        final TestDatabase database = TestDatabase.fresh();
        final TestVaults vaults = new TestVaults();
        final TestMessenger messenger;
        final AttachmentRoom room;
        final Account account;
        final Poller poller;

        Device(String name, String words) throws Exception {
            Network network = TestMessenger.network(swarms, clock, files);
            messenger = new TestMessenger(database.dataSource(), vaults, network, clock);
            room = messenger.files(network, directory.resolve(name), WebGet.guarded(), clock);
            account =
                    words.isEmpty()
                            ? messenger.accounts.create(vaults.newOwner(), "Anna")
                            : messenger.accounts.restore(vaults.newOwner(), words, "Anna");
            poller = TestPoller.of(account, messenger, swarms, clock);
            room.work().start();
            all.add(this);
        }

        void sync() throws Exception {
            poller.poll();
            clock.travel(Sharing.APART);
            poller.poll();
            room.profilePictures().follow();
        }

        Optional<Picture> told() {
            return messenger.accounts.configs().read(account, c -> c.profile().picture());
        }

        Optional<TransferFailure> trouble() {
            return room.profilePictures().trouble(account);
        }

        /** Whether nothing is on its way. */
        boolean isIdle() {
            return messenger
                    .jdbc
                    .sql("select not exists (select from picture_transfer where due_at <= ?)")
                    .param(clock.millis())
                    .query(Boolean.class)
                    .single();
        }

        /** How wide its picture is; 0 if there is none. */
        int width() throws IOException {
            Optional<Content> found = room.profilePictures().open(account);
            if (found.isEmpty()) {
                return 0;
            }
            try (Content content = found.get()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                content.copy(0, content.size(), out);
                return ImageIO.read(new ByteArrayInputStream(out.toByteArray())).getWidth();
            }
        }

        void close() {
            room.work().stop();
            messenger.close();
            database.close();
        }
    }

    /** Restored now, and synchronised. */
    Device another(String name) throws Exception {
        Device device = new Device(name, desk.messenger.accounts.recoveryWords(desk.account));
        device.sync();
        return device;
    }

    @BeforeEach
    void twoDevices() throws Exception {
        desk = new Device("desk", "");
        desk.sync();
        phone = another("phone");
    }

    @AfterEach
    void close() {
        all.forEach(Device::close);
    }

    /** Done when it is at the file server. */
    static void choose(Device device, int size) throws Exception {
        Optional<Picture> before = device.told();
        device.room.profilePictures().choose(device.account, png(size));
        await().until(() -> !device.told().equals(before));
    }

    static byte[] png(int size) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
