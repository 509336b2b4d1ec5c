/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.PictureRefusedException.Reason;
import app.snug.messenger.media.SafePicture.Thumbnail;
import app.snug.protocol.attachment.AttachmentLimits;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Makes pictures safe to send and to show. Where they are, when and with what they were taken, and
 * whatever programs wrote into them is removed; the pixels stay as they are unless a side is longer
 * than {@link #LONGEST_SIDE}. None is larger than what can be sent. Whoever sent it, a picture is
 * looked at before it is unpacked, a few at a time.
 */
public final class Pictures {

    /** In pixels; larger ones are made smaller. */
    public static final int LONGEST_SIDE = 4096;

    public static final int LONGEST_THUMBNAIL_SIDE = 640;

    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of the side at which it would just fit if bytes went by pixels. */
    private static final double CLOSER = 0.95;

    private static final int PROFILE_COLOURS = 16 + 18;

    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /**
     * @param upload at most {@link AttachmentLimits#MAX_PLAIN} bytes
     * @return a picture of as many at most
     * @throws PictureRefusedException if it is no picture, or not one that is safe
     */
    public SafePicture makeSafe(byte[] upload) throws PictureRefusedException {
        FileKind kind = FileKind.of(upload);
        Parsed picture = parse(kind, upload);
        enter();
        try {
            BufferedImage small = Drawing.draw(kind, picture, LONGEST_THUMBNAIL_SIDE);
            Thumbnail thumbnail = thumbnail(small, kind, picture);
            if (Math.max(picture.width(), picture.height()) <= LONGEST_SIDE
                    && picture.clean().length <= AttachmentLimits.MAX_PLAIN) {
                return new SafePicture(
                        kind,
                        picture.clean(),
                        picture.shownWidth(),
                        picture.shownHeight(),
                        picture.animated(),
                        thumbnail);
            }
            if (picture.animated()) {
                throw new PictureRefusedException(
                        Reason.TOO_MANY_PIXELS,
                        "The picture moves and has %d × %d pixels"
                                .formatted(picture.width(), picture.height()));
            }
            Thumbnail smaller = smaller(kind, picture);
            return new SafePicture(
                    smaller.kind(),
                    smaller.bytes(),
                    smaller.width(),
                    smaller.height(),
                    false,
                    thumbnail);
        } finally {
            places.release();
        }
    }

    /** Where pixels pack worse than those it was made of, it may take more than one step. */
    private static Thumbnail smaller(FileKind kind, Parsed picture) throws PictureRefusedException {
        int side = LONGEST_SIDE;
        while (true) {
            Thumbnail made = packed(Drawing.draw(kind, picture, side), kind, picture.profile());
            double tooLarge = (double) made.bytes().length / AttachmentLimits.MAX_PLAIN;
            if (tooLarge <= 1) {
                return made;
            }
            side = (int) (side * CLOSER / Math.sqrt(tooLarge));
        }
    }

    /**
     * The middle of a picture, as high as wide, still, at most {@link #LONGEST_THUMBNAIL_SIDE}
     * pixels.
     *
     * @throws PictureRefusedException as {@link #makeSafe}
     */
    public Thumbnail square(byte[] upload) throws PictureRefusedException {
        FileKind kind = FileKind.of(upload);
        Parsed picture = parse(kind, upload);
        enter();
        try {
            int shorter = Math.min(picture.width(), picture.height());
            int longer = Math.max(picture.width(), picture.height());
            long fitting = (long) LONGEST_THUMBNAIL_SIDE * longer / Math.max(1, shorter);
            BufferedImage whole =
                    Drawing.draw(kind, picture, (int) Math.min(LONGEST_SIDE, Math.max(1, fitting)));
            int side = Math.min(whole.getWidth(), whole.getHeight());
            side = Math.min(side, LONGEST_THUMBNAIL_SIDE);
            BufferedImage middle = new BufferedImage(side, side, whole.getType());
            middle.createGraphics()
                    .drawImage(
                            whole,
                            (side - whole.getWidth()) / 2,
                            (side - whole.getHeight()) / 2,
                            null);
            return thumbnail(middle, kind, picture);
        } finally {
            places.release();
        }
    }

    private static Parsed parse(FileKind kind, byte[] file) throws PictureRefusedException {
        return switch (kind) {
            case JPEG -> Jpeg.parse(file);
            case PNG -> Png.parse(file);
            case GIF -> Gif.parse(file);
            case WEBP -> Webp.parse(file);
            default ->
                    throw new PictureRefusedException(
                            Reason.NO_PICTURE, "The file is no JPEG, PNG, GIF or WebP");
        };
    }

    private static Thumbnail thumbnail(BufferedImage small, FileKind kind, Parsed picture) {
        byte[] profile = picture.profile();
        return packed(small, kind, profile.length <= 4096 ? profile : new byte[0]);
    }

    private static Thumbnail packed(BufferedImage image, FileKind from, byte[] profile) {
        if (Drawing.isTransparent(image)) {
            return new Thumbnail(
                    FileKind.PNG, Drawing.png(image), image.getWidth(), image.getHeight());
        }
        byte[] jpeg = Drawing.jpeg(image);
        return new Thumbnail(
                FileKind.JPEG,
                from == FileKind.JPEG && isOfThreeColours(profile)
                        ? Jpeg.withProfile(jpeg, profile)
                        : jpeg,
                image.getWidth(),
                image.getHeight());
    }

    /** What is made is red, green and blue, whatever it was made from. */
    private static boolean isOfThreeColours(byte[] profile) {
        return profile.length > PROFILE_COLOURS + 4
                && Arrays.equals(
                        profile,
                        PROFILE_COLOURS,
                        PROFILE_COLOURS + 4,
                        new byte[] {'R', 'G', 'B', ' '},
                        0,
                        4);
    }

    private void enter() throws PictureRefusedException {
        try {
            if (places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new PictureRefusedException(Reason.BUSY, "Other pictures are being worked on");
    }
}
