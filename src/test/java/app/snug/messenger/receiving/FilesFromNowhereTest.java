/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.snug.crypto.Secret;
import app.snug.messenger.Attachment;
import app.snug.messenger.Drafts;
import app.snug.messenger.KeptFiles;
import app.snug.messenger.Message;
import app.snug.messenger.MessageId;
import app.snug.messenger.ScriptedSwarms;
import app.snug.messenger.SendToken;
import app.snug.messenger.TestMessenger;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.Writing;
import app.snug.messenger.attachment.AttachmentRoom;
import app.snug.network.Files;
import app.snug.network.NetworkException;
import app.snug.network.NetworkException.Reason;
import app.snug.network.Progress;
import app.snug.outside.WebGet;
import app.snug.protocol.attachment.FileAddress;
import app.snug.protocol.attachment.LegacyFile;
import app.snug.protocol.attachment.ProfilePicture;
import app.snug.protocol.attachment.SealedFile;
import app.snug.protocol.message.AttachmentPointer;
import app.snug.protocol.message.AttachmentPointer.Bytes;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.Content.Context;
import app.snug.protocol.message.Picture;
import app.snug.protocol.message.SenderProfile;
import app.snug.protocol.message.SenderProfile.Portrait;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that others say lie where nobody answers, and what else is to be carried. */
class FilesFromNowhereTest extends TwoPeople {

    private static final String NOWHERE = "http://nowhere.example";
    private static final String KEY =
            "929e33ded05e653fec04b49645117f51851f102a947e04806791be416ed76602";
    private static final Duration HANGS = Duration.ofMinutes(1);

    private static final int HANGING = AttachmentPointer.MOST;

    private final KeptFiles kept = new KeptFiles(clock);
    private final CopyOnWriteArrayList<String> carried = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Instant> asked = new CopyOnWriteArrayList<>();
    private @TempDir Path directory;
    private volatile boolean away;
    private volatile Reason failure = Reason.SERVER_UNREACHABLE;
    private volatile CountDownLatch ready = new CountDownLatch(0);
    private AttachmentRoom room;

    private final class HalfDead implements Files {

        @Override
        public boolean canUpload() {
            return true;
        }

        @Override
        public Standing standing(Duration patience) {
            return Standing.ANSWERS;
        }

        @Override
        public Uploaded upload(byte[] sealed, boolean stream, Progress progress)
                throws NetworkException {
            carried.add("upload");
            return kept.upload(sealed, stream, progress);
        }

        @Override
        public byte[] download(FileAddress address, Progress progress) throws NetworkException {
            carried.add(address.server().equals(NOWHERE) ? NOWHERE : address.id().value());
            asked.add(clock.instant());
            if (!away && !address.server().equals(NOWHERE)) {
                return kept.download(
                        new FileAddress(
                                address.server(), address.id(), address.stream(), Optional.empty()),
                        progress);
            }
            try {
                ready.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            clock.travel(HANGS);
            throw ScriptedSwarms.failure(failure);
        }

        @Override
        public Instant extend(FileAddress address, Duration timeToLive) throws NetworkException {
            return kept.extend(address, timeToLive);
        }
    }

    @BeforeEach
    void open() {
        room =
                messenger.files(
                        TestMessenger.network(swarms, clock, new HalfDead()),
                        directory,
                        WebGet.guarded(),
                        clock);
        room.attachments().fetchAlways(anna.account(), with(anna, ben));
        room.work().start();
    }

    @AfterEach
    void stop() {
        room.work().stop();
    }

    private static AttachmentPointer nowhere(int number) {
        return new AttachmentPointer(
                NOWHERE + "/file/" + (100 + number) + "#p=" + KEY,
                Secret.owning(new byte[LegacyFile.KEY_SIZE]),
                Optional.of(new Bytes(new byte[32])),
                Optional.of("application/pdf"),
                Optional.of("file"),
                Optional.empty(),
                1000,
                false,
                0,
                0);
    }

    private AttachmentPointer good(String key) throws NetworkException {
        SealedFile sealed = LegacyFile.seal(new byte[] {1, 2, 3}, random);
        FileAddress address = kept.upload(sealed.bytes(), false, Progress.NONE).address();
        return new AttachmentPointer(
                address.url() + key,
                sealed.key(),
                Optional.of(new Bytes(sealed.digest())),
                Optional.of("application/pdf"),
                Optional.of("file"),
                Optional.empty(),
                3,
                false,
                0,
                0);
    }

    private void benSends(int second, Context context, AttachmentPointer... files)
            throws Exception {
        receive(
                anna,
                ben,
                new Content.Visible(
                        "Files", List.of(files), Optional.empty(), Optional.empty(), context),
                second);
    }

    private void benSendsWhatHangs() throws Exception {
        ready = new CountDownLatch(1);
        benSends(
                10,
                Context.NONE,
                IntStream.range(0, HANGING)
                        .mapToObj(FilesFromNowhereTest::nowhere)
                        .toArray(AttachmentPointer[]::new));
        await().until(() -> carried.size() == 1);
    }

    private Attachment newest() {
        List<MessageId> ids = page(anna, ben).stream().map(Message::id).toList();
        return room.attachments().of(anna.account(), ids).values().stream()
                .flatMap(List::stream)
                .reduce((one, next) -> one.id().value() > next.id().value() ? one : next)
                .orElseThrow();
    }

    /** An hour later; whoever waits for its time looks again. */
    private void travel() {
        clock.travel(Duration.ofHours(1));
        var unused = vaults.newOwner();
    }

    @Test
    void whatIsToBeSentGoesNextHoweverManyFilesWait() throws Exception {
        benSendsWhatHangs();
        var draft =
                room.drafts()
                        .add(
                                anna.account(),
                                with(anna, ben),
                                Drafts.Upload.of("plan.bin", "application/pdf", new byte[10]));
        Message plan =
                messenger.messages.send(
                        anna.account(),
                        with(anna, ben),
                        Writing.of("The plan").with(List.of(draft.id())),
                        SendToken.random());
        ready.countDown();
        await().until(() -> carried.contains("upload"));
        assertThat(carried.indexOf("upload")).isEqualTo(1);
        await().until(() ->
                messenger.messages.find(anna.account(), plan.id()).orElseThrow().state()
                        == Message.State.SENT);
    }

    private Picture face() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB), "png", png);
        Secret key = Secret.random(ProfilePicture.KEY_SIZE, random);
        byte[] sealed = ProfilePicture.seal(png.toByteArray(), key, random);
        return new Picture(kept.upload(sealed, false, Progress.NONE).address().url(), key);
    }

    private static Context showing(Picture face, int second) {
        return Context.of(
                new SenderProfile(
                        "Ben", Optional.of(NOON.plusSeconds(second)), new Portrait.Shown(face)));
    }

    @Test
    void thatAPictureIsGoneIsNotSaidOfTheNext() throws Exception {
        Picture gone = new Picture(nowhere(1).url(), Secret.random(32, random));
        ready = new CountDownLatch(1);
        failure = Reason.NOT_FOUND;
        benSends(10, showing(gone, 10));
        await().until(() -> carried.contains(NOWHERE));
        benSends(11, showing(face(), 11));
        ready.countDown();
        await().until(() -> room.profilePictures().open(anna.account(), ben.id()).isPresent());
    }

    @Test
    void filesAndPicturesThatWaitBehindThemHaveTheirTurn() throws Exception {
        benSendsWhatHangs();
        Picture face = face();
        AttachmentPointer good = good("");
        benSends(11, showing(face, 11), good);
        ready.countDown();
        await().until(() -> newest().state() == Attachment.State.HERE);
        assertThat(carried.indexOf(FileAddress.parse(good.url()).id().value()))
                .as("each of the others was tried once before")
                .isLessThanOrEqualTo(HANGING + 1);
        assertThat(carried.indexOf(FileAddress.parse(face.url()).id().value())).isBetween(1, 2);
        assertThat(room.profilePictures().open(anna.account(), ben.id())).isPresent();
    }

    @Test
    void whatNeverAnswersIsGivenUpAfterADayUntilSomebodyAsksForItAgain() throws Exception {
        benSends(10, Context.NONE, nowhere(1));
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    travel();
                    return newest().state() == Attachment.State.REFUSED;
                });
        assertThat(newest().failure()).contains(TransferFailure.GIVEN_UP);
        assertThat(asked).hasSizeBetween(5, 12);
        assertThat(Duration.between(asked.getFirst(), asked.getLast()))
                .isGreaterThan(Duration.ofDays(1));

        int before = asked.size();
        assertThat(room.attachments().fetch(anna.account(), newest().id())).isTrue();
        await().until(() -> asked.size() > before && newest().failure().isPresent());
        assertThat(newest().state()).as("it begins anew").isEqualTo(Attachment.State.FETCHING);
    }

    @Test
    void whatTheNetworksOwnServerHasComesAtOnceThoughItWasAwayForADay() throws Exception {
        away = true;
        benSends(10, Context.NONE, good(""));
        for (int failures = 1; failures <= 24; failures++) {
            awaitFailures(failures);
            travel();
        }
        awaitFailures(25);
        away = false;
        travel();
        await().until(() -> newest().state() == Attachment.State.HERE);
    }

    private void awaitFailures(int count) {
        await().until(() ->
                messenger.jdbc.sql("select attempts from attachment").query(Integer.class).single()
                        == count);
    }

    @Test
    void aServerElsewhereThatIsAwayForADayLosesNothingAndIsSeldomAsked() throws Exception {
        away = true;
        Instant back = clock.instant().plus(Duration.ofDays(1));
        benSends(10, Context.NONE, good("#p=" + KEY));
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    travel();
                    away = clock.instant().isBefore(back);
                    return newest().state() == Attachment.State.HERE;
                });
        assertThat(asked).hasSizeLessThan(12);
    }
}
