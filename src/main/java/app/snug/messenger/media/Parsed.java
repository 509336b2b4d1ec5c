/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

/**
 * A picture taken apart and put together again, not unpacked.
 *
 * @param clean with nothing in it but the picture
 * @param still what a decoder is given: one image, without a colour profile
 * @param width of the stored pixels
 * @param height of the stored pixels
 * @param orientation 1 to 8, as EXIF has it
 * @param profile segments with the colour profile of a JPEG, for one made from it
 */
record Parsed(
        byte[] clean,
        byte[] still,
        int width,
        int height,
        Orientation orientation,
        boolean animated,
        byte[] profile) {

    int shownWidth() {
        return orientation.turned() ? height : width;
    }

    int shownHeight() {
        return orientation.turned() ? width : height;
    }
}
