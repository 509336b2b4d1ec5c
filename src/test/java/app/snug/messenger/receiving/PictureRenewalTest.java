/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.protocol.message.Picture;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The picture of an account at a file server that does not keep it for ever. */
class PictureRenewalTest extends PicturedDevices {

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
