/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.messenger.KeptFiles;
import app.snug.messenger.TransferFailure;
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

    /** Held back while it goes up again. */
    private KeptFiles.Held renewing() throws Exception {
        choose(desk, 40);
        desk.sync();
        phone.sync();
        await().until(() -> phone.width() == 40);
        desk.sync();
        clock.travel(Duration.ofDays(12));
        KeptFiles.Held again = files.holdNext();
        desk.sync();
        await().until(again::isHeld);
        return again;
    }

    @Test
    void oneThatIsChosenElsewhereMeanwhileStays() throws Exception {
        KeptFiles.Held again = renewing();
        choose(phone, 60);
        phone.sync();
        Optional<Picture> chosen = phone.told();
        desk.poller.poll();
        again.letGo();
        await().until(desk::isIdle);
        assertThat(desk.told()).isEqualTo(chosen);
        desk.sync();
        await().until(() -> desk.width() == 60);
    }

    @Test
    void oneThatIsRemovedElsewhereMeanwhileStaysRemoved() throws Exception {
        KeptFiles.Held again = renewing();
        phone.room.profilePictures().remove(phone.account);
        phone.sync();
        desk.sync();
        assertThat(desk.width()).as("it is not waited for").isZero();
        again.letGo();
        choose(desk, 60);
        desk.sync();
        phone.sync();
        await().until(() -> phone.width() == 60);
    }

    /** Every hour somebody looks whether it is to be uploaded again. */
    private void pass(Duration time) throws Exception {
        for (long hour = 0; hour < time.toHours(); hour++) {
            clock.travel(Duration.ofHours(1));
            desk.room.profilePictures().follow();
            await().until(desk::isIdle);
        }
    }

    @Test
    void aServerThatKeepsFilesForADayIsGivenItBeforeEachIsOver() throws Exception {
        files.keepFor(Duration.ofDays(1));
        choose(desk, 40);
        pass(Duration.ofDays(6));
        assertThat(files.count()).isEqualTo(1 + 6 * 24 / 18);
    }

    @Test
    void aServerThatKeepsNothingIsGivenItTwiceADay() throws Exception {
        files.keepFor(Duration.ofMinutes(1));
        choose(desk, 40);
        pass(Duration.ofDays(2));
        assertThat(files.count()).isEqualTo(1 + 2 * 2);
    }

    @Test
    void aServerThatDoesNotSayHowLongItKeepsAFileIsGivenItAfterTwelveDays() throws Exception {
        files.sayNothing();
        choose(desk, 40);
        pass(Duration.ofDays(25));
        assertThat(files.count()).isEqualTo(3);
    }

    @Test
    void aServerThatRefusesItIsAskedAgainTheNextDay() throws Exception {
        choose(desk, 40);
        files.refuse(true);
        pass(Duration.ofDays(12));
        assertThat(desk.trouble()).contains(TransferFailure.NO_SERVER);
        files.refuse(false);
        pass(Duration.ofDays(1));
        assertThat(files.count()).isEqualTo(2);
        assertThat(desk.trouble()).isEmpty();
    }

    @Test
    void oneThatWasSetOnADeviceThatIsGoneGoesOnBeingThere() throws Exception {
        choose(phone, 40);
        phone.sync();
        desk.sync();
        await().until(() -> desk.width() == 40);
        Optional<Picture> first = desk.told();

        pass(Duration.ofDays(11));
        assertThat(files.count()).isOne();
        pass(Duration.ofDays(1));
        assertThat(files.count()).isEqualTo(2);
        assertThat(desk.told()).isPresent().isNotEqualTo(first);

        pass(Duration.ofDays(11));
        assertThat(files.count()).as("of its own it knows until when it is kept").isEqualTo(3);
        desk.sync();
        Device tablet = another("tablet");
        await().until(() -> tablet.width() == 40);
    }

    @Test
    void ofTwoDevicesOneUploadsIt() throws Exception {
        choose(desk, 40);
        for (int hours = 0; hours < 13 * 24; hours += 8) {
            desk.sync();
            phone.sync();
            await().until(() -> desk.isIdle() && phone.isIdle());
            clock.travel(Duration.ofHours(8));
        }
        assertThat(files.count()).isEqualTo(2);
        assertThat(phone.width()).isEqualTo(40);
        assertThat(phone.told()).isEqualTo(desk.told());
    }
}
