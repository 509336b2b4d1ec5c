/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.PictureRefusedException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever comes, it is a safe picture or refused, and nothing else is thrown. */
class HostilePicturesTest {

    private static final byte[][] GOOD = {
        Samples.talkativeJpeg(24, 16, 6),
        Samples.talkativePng(Samples.image(24, 16), 1),
        Samples.talkativeGif(2),
        Samples.talkativeWebp(1),
        Samples.movingWebp(2)
    };

    private final Pictures pictures = new Pictures();

    /** A place and what is put there. */
    record Blow(int where, byte what) {}

    @Provide
    Arbitrary<Blow> blows() {
        return Arbitraries.integers()
                .between(0, 1 << 20)
                .flatMap(where -> Arbitraries.bytes().map(what -> new Blow(where, what)));
    }

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aPictureWithDamageIsSafeOrRefused(
            @ForAll("numbers") int which, @ForAll("blowLists") java.util.List<Blow> blows) {
        byte[] file = GOOD[which].clone();
        blows.forEach(blow -> file[blow.where() % file.length] = blow.what());
        tryIt(file);
    }

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void bytesBehindARightBeginningAreSafeOrRefused(
            @ForAll("numbers") int which,
            @ForAll @net.jqwik.api.constraints.Size(max = 400) byte[] rest) {
        byte[] file = Samples.join(java.util.Arrays.copyOf(GOOD[which], 30), rest);
        tryIt(file);
    }

    @Provide
    Arbitrary<Integer> numbers() {
        return Arbitraries.integers().between(0, GOOD.length - 1);
    }

    @Provide
    Arbitrary<java.util.List<Blow>> blowLists() {
        return blows().list().ofMinSize(1).ofMaxSize(8);
    }

    private void tryIt(byte[] file) {
        try {
            SafePicture safe = pictures.makeSafe(file);
            assertThat(safe.width()).isPositive();
            assertThat(safe.thumbnail().width()).isBetween(1, Pictures.LONGEST_THUMBNAIL_SIDE);
        } catch (PictureRefusedException e) {
            assertThat(e.reason()).isNotNull();
        }
    }
}
