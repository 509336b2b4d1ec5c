/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import static app.snug.messenger.media.Samples.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.PictureRefusedException.Reason;
import app.snug.protocol.attachment.AttachmentLimits;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {

    private final Pictures pictures = new Pictures();

    private static void assertSilent(byte[] file) {
        assertThat(new String(file, StandardCharsets.ISO_8859_1))
                .doesNotContain(SECRET.substring(0, 8))
                .doesNotContain("xap", "Photoshop", "MPF", "XMP", "prVt", "nope");
    }

    private void assertRefused(Reason reason, byte[] file) {
        assertThatThrownBy(() -> pictures.makeSafe(file))
                .isInstanceOfSatisfying(
                        PictureRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static Color colour(BufferedImage image, int x, int y) {
        return new Color(image.getRGB(x, y));
    }

    private static void assertSamePixels(byte[] one, byte[] other) {
        BufferedImage a = Samples.read(one);
        BufferedImage b = Samples.read(other);
        assertThat(b.getWidth()).isEqualTo(a.getWidth());
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                assertThat(b.getRGB(x, y)).isEqualTo(a.getRGB(x, y));
            }
        }
    }

    @Test
    void aPhotographLosesWhereItWasTakenAndNoPixel() throws Exception {
        byte[] photograph = Samples.talkativeJpeg(300, 200, 1);
        SafePicture safe = pictures.makeSafe(photograph);
        assertThat(safe.kind()).isEqualTo(FileKind.JPEG);
        assertSilent(safe.bytes());
        assertThat(new String(safe.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
        assertSamePixels(photograph, safe.bytes());
        assertThat(safe.width()).isEqualTo(300);
        assertThat(safe.height()).isEqualTo(200);
        assertThat(pictures.makeSafe(safe.bytes()).bytes()).isEqualTo(safe.bytes());
    }

    @ParameterizedTest
    @CsvSource({"1, 300, 200", "3, 300, 200", "6, 200, 300", "8, 200, 300"})
    void aPhotographStandsAsItWasHeld(int orientation, int width, int height) throws Exception {
        SafePicture safe = pictures.makeSafe(Samples.talkativeJpeg(300, 200, orientation));
        assertSilent(safe.bytes());
        assertThat(safe.width()).isEqualTo(width);
        assertThat(safe.height()).isEqualTo(height);
        assertThat(Jpeg.parse(safe.bytes()).orientation().value()).isEqualTo(orientation);
        BufferedImage small = Samples.read(safe.thumbnail().bytes());
        assertThat(small.getWidth()).isEqualTo(width);
        Color first =
                switch (orientation) {
                    case 1 -> colour(small, 20, 100);
                    case 3 -> colour(small, 280, 100);
                    case 6 -> colour(small, 100, 20);
                    default -> colour(small, 100, 280);
                };
        assertThat(first.getRed()).as("the left of what was stored").isGreaterThan(200);
    }

    @Test
    void aColourProfileStays() throws Exception {
        byte[] profile =
                Samples.join(Samples.text("ICC_PROFILE\0"), new byte[] {1, 1}, new byte[200]);
        System.arraycopy(Samples.text("RGB "), 0, profile, 14 + 16, 4);
        byte[] photograph =
                Samples.jpegWith(Samples.written(Samples.image(5000, 20), "jpeg"), 0xe2, profile);
        SafePicture safe = pictures.makeSafe(photograph);
        assertThat(safe.width()).as("made smaller").isEqualTo(4096);
        for (byte[] file : new byte[][] {safe.bytes(), safe.thumbnail().bytes()}) {
            assertThat(Jpeg.parse(file).profile())
                    .isEqualTo(
                            Samples.join(
                                    new byte[] {(byte) 0xff, (byte) 0xe2, 0, (byte) 216}, profile));
        }
    }

    @Test
    void aLargePictureIsMadeSmallerAndTurned() throws Exception {
        SafePicture safe = pictures.makeSafe(Samples.talkativeJpeg(4200, 2100, 6));
        assertThat(safe.width()).isEqualTo(2048);
        assertThat(safe.height()).isEqualTo(4096);
        assertSilent(safe.bytes());
        assertThat(Jpeg.parse(safe.bytes()).orientation()).isEqualTo(Orientation.UPRIGHT);
        assertThat(Samples.read(safe.bytes()).getHeight()).isEqualTo(4096);
        assertThat(safe.thumbnail().height()).isEqualTo(640);
        assertThat(safe.thumbnail().width()).isEqualTo(320);
    }

    @Test
    void aPictureThatWouldGrowBeyondWhatCanBeSentIsMadeSmallerStill() throws Exception {
        byte[] noise = Samples.transparentNoise(4200, 1000);
        assertThat(noise.length).isLessThan(AttachmentLimits.MAX_PLAIN);
        SafePicture safe = pictures.makeSafe(noise);
        assertThat(safe.bytes().length)
                .isBetween(AttachmentLimits.MAX_PLAIN / 2, AttachmentLimits.MAX_PLAIN);
        assertThat(safe.kind()).isEqualTo(FileKind.PNG);
        assertThat(safe.width()).isLessThan(Pictures.LONGEST_SIDE);
        assertThat(Samples.read(safe.bytes()).getWidth()).isEqualTo(safe.width());
    }

    @Test
    void aDrawingLosesItsWordsAndKeepsWhatIsTransparent() throws Exception {
        BufferedImage image = new BufferedImage(900, 300, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(5, 5, 0xff00ff00);
        byte[] drawing = Samples.talkativePng(image, 1);
        SafePicture safe = pictures.makeSafe(drawing);
        assertThat(safe.kind()).isEqualTo(FileKind.PNG);
        assertSilent(safe.bytes());
        assertSamePixels(drawing, safe.bytes());
        assertThat(safe.thumbnail().kind()).isEqualTo(FileKind.PNG);
        assertThat(safe.thumbnail().width()).isEqualTo(640);
        assertThat(
                        pictures.makeSafe(Samples.talkativePng(Samples.image(60, 40), 1))
                                .thumbnail()
                                .kind())
                .isEqualTo(FileKind.JPEG);
        SafePicture turned = pictures.makeSafe(Samples.talkativePng(Samples.image(60, 40), 6));
        assertThat(turned.width()).isEqualTo(40);
        assertSilent(turned.bytes());
        assertThat(Png.parse(turned.bytes()).orientation().value()).isEqualTo(6);
    }

    @Test
    void aMovingGifStillMovesWithoutItsComments() throws Exception {
        byte[] gif = Samples.talkativeGif(3);
        assertThat(new String(gif, StandardCharsets.ISO_8859_1)).contains(SECRET);
        SafePicture safe = pictures.makeSafe(gif);
        assertThat(safe.animated()).isTrue();
        assertSilent(safe.bytes());
        assertThat(new String(safe.bytes(), StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0");
        assertThat(Gif.parse(safe.bytes()).animated()).isTrue();
        assertThat(safe.thumbnail().bytes()).isNotEmpty();
        assertThat(pictures.makeSafe(Samples.talkativeGif(1)).animated()).isFalse();
    }

    @Test
    void aWebpLosesWhatIsNoPicture() throws Exception {
        SafePicture safe = pictures.makeSafe(Samples.talkativeWebp(6));
        assertThat(safe.kind()).isEqualTo(FileKind.WEBP);
        assertThat(safe.width()).isEqualTo(40);
        assertThat(safe.height()).isEqualTo(60);
        assertSilent(safe.bytes());
        assertThat(Webp.parse(safe.bytes()).orientation().value()).isEqualTo(6);
        Color colour = colour(Samples.read(safe.thumbnail().bytes()), 20, 20);
        assertThat(colour.getRed()).isGreaterThan(200);
        SafePicture simple =
                pictures.makeSafe(
                        Samples.webp(Samples.riff("VP8L", Samples.webpImage(30, 20, 255))));
        assertThat(simple.width()).isEqualTo(30);
    }

    @Test
    void aMovingWebpStillMoves() throws Exception {
        SafePicture safe = pictures.makeSafe(Samples.movingWebp(3));
        assertThat(safe.animated()).isTrue();
        assertSilent(safe.bytes());
        assertThat(Webp.parse(safe.bytes()).animated()).isTrue();
        assertThat(safe.thumbnail().width()).isEqualTo(60);
    }

    @Test
    void whatWouldUnpackToTooMuchIsRefusedUnopened() {
        assertRefused(Reason.TOO_MANY_PIXELS, Samples.pngHeader(60_000, 60_000));
        assertRefused(Reason.TOO_MANY_PIXELS, Samples.pngHeader(16_385, 1));
        assertRefused(Reason.TOO_MANY_PIXELS, Samples.pngHeader(16_000, 16_000));
        byte[] jpeg = Samples.written(Samples.image(8, 8), "jpeg");
        for (int i = 0; i < jpeg.length - 9; i++) {
            if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
                Arrays.fill(jpeg, i + 5, i + 9, (byte) 0x7f);
            }
        }
        assertRefused(Reason.TOO_MANY_PIXELS, jpeg);
        assertRefused(
                Reason.TOO_MANY_PIXELS,
                Samples.webp(Samples.riff("VP8L", Samples.webpImage(16_000, 16_000, 255))));
        assertRefused(
                Reason.TOO_MANY_PIXELS,
                Samples.webp(
                        Samples.webpCanvas(0, 10, 10),
                        Samples.riff("VP8L", Samples.webpImage(16_000, 16_000, 255))));
        byte[] gif = Samples.talkativeGif(1);
        Arrays.fill(gif, 6, 10, (byte) 0x7f);
        assertRefused(Reason.TOO_MANY_PIXELS, gif);
    }

    @Test
    void aPictureCutOffAnywhereIsRefused() {
        for (byte[] file :
                new byte[][] {
                    Samples.talkativeJpeg(40, 30, 1),
                    Samples.talkativePng(Samples.image(40, 30), 1),
                    Samples.talkativeGif(2),
                    Samples.talkativeWebp(1)
                }) {
            int picture = file.length - 40;
            for (int length = 12; length < picture; length += 7) {
                byte[] cut = Arrays.copyOf(file, length);
                assertThatThrownBy(() -> pictures.makeSafe(cut))
                        .isInstanceOf(PictureRefusedException.class);
            }
        }
    }

    @Test
    void aPixelChunkThatWasAlteredIsRefused() {
        byte[] png = Samples.written(Samples.image(40, 30), "png");
        png[png.length - 20] ^= 1;
        assertRefused(Reason.DAMAGED, png);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
                "<!doctype html><script>alert(1)</script>",
                "%PDF-1.7",
                "GIF",
                "",
                "BM and so on"
            })
    void whatIsNoPictureIsNone(String text) {
        byte[] file = text.getBytes(StandardCharsets.UTF_8);
        assertThat(FileKind.of(file)).isEqualTo(FileKind.OTHER);
        assertThat(FileKind.OTHER.use()).isEqualTo(FileKind.Use.DOWNLOAD);
        assertThat(FileKind.OTHER.contentType()).isEqualTo("application/octet-stream");
        assertRefused(Reason.NO_PICTURE, file);
    }
}
