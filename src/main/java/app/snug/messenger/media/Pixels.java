/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.PictureRefusedException.Reason;

/** How large a picture may be, judged by what its header says, before anything is unpacked. */
final class Pixels {

    static final int LONGEST_SIDE = 16_384;

    /** Of kinds that can be unpacked in part. */
    static final long MOST = 64_000_000;

    /** Of kinds that have to be unpacked whole. */
    static final long MOST_WHOLE = 24_000_000;

    /** Of all images of an animation, or all passes over a picture, together. */
    static final long MOST_WORK = 2_000_000_000;

    static final int MOST_FRAMES = 2_000;

    private Pixels() {}

    static void require(int width, int height, long most) throws PictureRefusedException {
        if (width <= 0 || height <= 0) {
            throw new PictureRefusedException(Reason.DAMAGED, "The picture has no size");
        }
        if (width > LONGEST_SIDE || height > LONGEST_SIDE || (long) width * height > most) {
            throw new PictureRefusedException(
                    Reason.TOO_MANY_PIXELS,
                    "The picture has %d × %d pixels".formatted(width, height));
        }
    }

    static void requireWork(long pixels, int times) throws PictureRefusedException {
        if (times > MOST_FRAMES || pixels * times > MOST_WORK) {
            throw new PictureRefusedException(
                    Reason.TOO_MANY_PIXELS, "The picture has %d parts".formatted(times));
        }
    }
}
