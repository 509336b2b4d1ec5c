/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.KeptFiles;
import app.snug.messenger.TransferFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one device does with the account's picture, others follow. */
class OwnPictureTest extends PicturedDevices {

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
        Device tablet = another("tablet");
        assertThat(tablet.told()).isEqualTo(desk.told());
        await().until(() -> tablet.width() == 60);

        desk.room.profilePictures().remove(desk.account);
        desk.sync();
        phone.sync();
        assertThat(phone.told()).isEmpty();
        assertThat(phone.width()).isZero();
    }

    @Test
    void oneThatHadExpiredIsForgottenWhenAnotherOneIsSet() throws Exception {
        choose(phone, 40);
        phone.sync();
        clock.travel(Duration.ofDays(15));
        Device tablet = another("tablet");
        await().until(() -> tablet.trouble().equals(Optional.of(TransferFailure.EXPIRED)));

        choose(phone, 60);
        phone.sync();
        tablet.sync();
        await().until(() -> tablet.width() == 60);
        assertThat(tablet.trouble()).isEmpty();
    }

    @Test
    void oneThatHadExpiredIsForgottenWhenItIsRemoved() throws Exception {
        choose(phone, 40);
        phone.sync();
        clock.travel(Duration.ofDays(15));
        Device tablet = another("tablet");
        await().until(() -> tablet.trouble().isPresent());

        phone.room.profilePictures().remove(phone.account);
        phone.sync();
        tablet.sync();
        assertThat(tablet.trouble()).isEmpty();
    }

    @Test
    void whoeverChoosesTwiceShowsTheSecond() throws Exception {
        KeptFiles.Held first = files.holdNext();
        desk.room.profilePictures().choose(desk.account, png(40));
        await().until(first::isHeld);
        desk.room.profilePictures().choose(desk.account, png(60));
        first.letGo();
        await().until(() -> desk.told().isPresent());
        desk.sync();
        phone.sync();
        await().until(() -> phone.width() == 60);
    }
}
