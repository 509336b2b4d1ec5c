/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.Account;
import app.snug.messenger.Content;
import app.snug.messenger.KeptFiles;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TestVaults;
import app.snug.messenger.attachment.AttachmentRoom;
import app.snug.network.Network;
import app.snug.protocol.message.Picture;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The picture of an account on two devices, and at a file server that does not keep it for ever.
 */
class OwnPictureTest {

    private final TravellingClock clock =
            new TravellingClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final ScriptedSwarms swarms = new ScriptedSwarms(clock);
    private final KeptFiles files = new KeptFiles(clock);
    private @TempDir Path directory;
    private Device desk;
    private Device phone;

    private final class Device {
        final TestDatabase database = TestDatabase.fresh();
        final TestVaults vaults = new TestVaults();
        final TestMessenger messenger;
        final AttachmentRoom room;
        final Account account;
        final Poller poller;

        Device(String name, String words) throws Exception {
            Network network = TestMessenger.network(swarms, clock, files);
            messenger = new TestMessenger(database.dataSource(), vaults, network, clock);
            room = messenger.files(network, directory.resolve(name));
            account =
                    words.isEmpty()
                            ? messenger.accounts.create(vaults.newOwner(), "Anna")
                            : messenger.accounts.restore(vaults.newOwner(), words, "Anna");
            poller = TestPoller.of(account, messenger, swarms, clock);
            room.work().start();
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

    @BeforeEach
    void twoDevices() throws Exception {
        desk = new Device("desk", "");
        desk.sync();
        phone = new Device("phone", desk.messenger.accounts.recoveryWords(desk.account));
        phone.sync();
    }

    @AfterEach
    void close() {
        desk.close();
        phone.close();
    }

    private void choose(Device device, int size) throws Exception {
        Optional<Picture> before = device.told();
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        device.room.profilePictures().choose(device.account, out.toByteArray());
        await().until(() -> !device.told().equals(before));
    }

    @Test
    void whatIsChosenChangedOrRemovedOnOneDeviceIsSoOnTheOther() throws Exception {
        choose(desk, 40);
        desk.sync();
        phone.sync();
        await().until(() -> phone.width() == 40);
        assertThat(phone.told()).isEqualTo(desk.told());

        choose(phone, 60);
        phone.sync();
        desk.sync();
        await().until(() -> desk.width() == 60);
        assertThat(files.count()).isEqualTo(2);

        // A device that is restored now brings it back.
        Device tablet = new Device("tablet", desk.messenger.accounts.recoveryWords(desk.account));
        tablet.sync();
        assertThat(tablet.told()).isEqualTo(desk.told());
        await().until(() -> tablet.width() == 60);
        tablet.close();

        desk.room.profilePictures().remove(desk.account);
        desk.sync();
        phone.sync();
        assertThat(phone.told()).isEmpty();
        assertThat(phone.width()).isZero();
    }

    @Test
    void beforeItExpiresItIsUploadedAgainAndTheOtherDeviceFollows() throws Exception {
        choose(desk, 40);
        desk.sync();
        phone.sync();
        await().until(() -> phone.width() == 40);
        Optional<Picture> first = desk.told();

        clock.travel(Duration.ofDays(10));
        desk.sync();
        assertThat(files.count()).as("there is time yet").isOne();
        clock.travel(Duration.ofDays(2));
        desk.sync();
        await().until(() -> !desk.told().equals(first));
        desk.sync();
        phone.sync();
        assertThat(phone.told()).isEqualTo(desk.told());
        clock.travel(Duration.ofDays(3));
        await().until(() -> phone.width() == 40);
        assertThat(files.count()).isEqualTo(2);
        assertThat(desk.room.profilePictures().trouble(desk.account)).isEmpty();
    }
}
