/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import static app.snug.messenger.media.Samples.SECRET;
import static app.snug.messenger.media.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.media.Boxes.Box;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

/** Films and HEIC pictures lose what they tell, and keep their length and what is seen. */
class IsoMediaTest {

    private static final List<byte[]> GOOD =
            List.of(Films.talkative(0), Films.talkative(1), Films.talkativeHeic());

    private static String chars(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    @Example
    void aFilmLosesPlaceTimeCameraAndMeasurements() throws Exception {
        for (byte[] film : List.of(Films.talkative(0), Films.talkative(1))) {
            byte[] silent = IsoMedia.silent(film);
            assertThat(silent).hasSameSizeAs(film);
            assertThat(chars(silent))
                    .contains(Films.FRAMES, "mvhd", "tkhd", "stco", "vide", "avc1")
                    .doesNotContain(SECRET.substring(0, 8), "59.3293", "Camera", "Lens", "xyz")
                    .doesNotContain("quicktime.location", "\u00e7\u00ad\u00be\u00ef", "udta");
            assertThat(chars(silent).indexOf(Films.FRAMES))
                    .isEqualTo(chars(film).indexOf(Films.FRAMES));
            assertThat(types(silent)).startsWith("ftyp", "free", "mdat", "moov", "free", "free");
            assertThat(IsoMedia.silent(silent)).as("once is enough").isEqualTo(silent);
            assertThat(chars(film)).as("a copy").contains(SECRET);
        }
    }

    private static List<String> types(byte[] file) throws UnreadableMediaException {
        return new Boxes(file).between(0, file.length).stream().map(Box::type).toList();
    }

    @Example
    void aHeicPictureLosesExifAndXmpAndKeepsItsPixels() throws Exception {
        byte[] heic = Films.talkativeHeic();
        assertThat(chars(heic)).contains(SECRET, "udes");
        byte[] silent = IsoMedia.silent(heic);
        assertThat(silent).hasSameSizeAs(heic);
        assertThat(chars(silent))
                .contains(Films.FRAMES, "hvc1", "ispe", "iloc")
                .doesNotContain(SECRET.substring(0, 8), "xmpmeta", "udes", "xml ");
        String exif = chars(silent).substring(chars(silent).indexOf(Films.FRAMES) + 16);
        assertThat(exif).as("still EXIF, of nothing").startsWith("\0\0\0\0MM\0*\0\0\0\u0008\0\0");
        assertThat(IsoMedia.silent(silent)).isEqualTo(silent);
    }

    @Example
    void whatHasNoPlaceForItsWordsIsRefused() {
        byte[] head = Films.box("ftyp", text("isom"));
        byte[] packed = Films.box("moov", Films.box("cmov"));
        byte[] whole = Films.talkative(0);
        byte[] words = Arrays.copyOf(whole, whole.length - SECRET.length());
        byte[] pieces = Samples.join(words, Films.box("moof", Films.box("mfhd")));
        byte[] nothing = Films.box("mdat", text("noise"));
        byte[] cut = Arrays.copyOf(whole, 60);
        for (byte[] file : List.of(head, Samples.join(head, packed), pieces, nothing, cut)) {
            assertThat(IsoMedia.isOne(file)).isTrue();
            assertThatThrownBy(() -> IsoMedia.silent(file))
                    .isInstanceOf(UnreadableMediaException.class);
        }
        assertThat(IsoMedia.isOne(text("PK and so on"))).isFalse();
        assertThat(IsoMedia.isOne(text("ftyp"))).isFalse();
    }

    /** A place and what is put there. */
    record Blow(int where, byte what) {}

    @Provide
    Arbitrary<List<Blow>> blows() {
        Arbitrary<Byte> what = Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) -1);
        return Arbitraries.integers()
                .between(0, 1 << 20)
                .flatMap(where -> what.map(each -> new Blow(where, each)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<byte[]> good() {
        return Arbitraries.of(GOOD);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aDamagedOneIsSilentOrRefusedAndNeverLonger(
            @ForAll("good") byte[] whole, @ForAll("blows") List<Blow> blows) {
        byte[] file = whole.clone();
        blows.forEach(blow -> file[blow.where() % file.length] = blow.what());
        tryIt(file);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void bytesBehindARightBeginningAreSilentOrRefused(
            @ForAll("good") byte[] whole, @ForAll @Size(max = 200) byte[] rest) {
        tryIt(Samples.join(Arrays.copyOf(whole, 24), Films.box("moov", rest), rest));
    }

    private static void tryIt(byte[] file) {
        try {
            assertThat(IsoMedia.silent(file)).hasSameSizeAs(file);
        } catch (UnreadableMediaException e) {
            assertThat(e).hasMessageNotContainingAny(SECRET);
        }
    }

    @Example
    void partsThatLieUponEachOtherCostNoMoreThanTheFileIsLong() {
        // A hundred thousand chunks that are all the same place.
        int chunks = 100_000;
        byte[] head = Films.box("mdat", new byte[400_000]);
        byte[] places = new byte[chunks * 4];
        byte[] table =
                Films.box(
                        "stbl",
                        Films.box("stsz", Films.numbers(0, 400_000, chunks)),
                        Films.box("stsc", Films.numbers(0, 1, 1, 1, 1)),
                        Films.box("stco", Films.numbers(0, chunks), places));
        byte[] media =
                Films.box(
                        "mdia",
                        Films.box("hdlr", Films.numbers(0, 0), text("meta"), new byte[13]),
                        Films.box("minf", table));
        byte[] file = Samples.join(head, Films.box("moov", Films.box("trak", media)));
        assertThatThrownBy(() -> IsoMedia.silent(file))
                .isInstanceOf(UnreadableMediaException.class)
                .hasMessageContaining("upon each other");
    }
}
