/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

/**
 * A picture that can be sent and shown.
 *
 * @param kind of {@code bytes}; a large WebP becomes another
 * @param width as shown, in pixels
 * @param height as shown, in pixels
 * @param thumbnail small, still
 */
public record SafePicture(
        FileKind kind, byte[] bytes, int width, int height, boolean animated, Thumbnail thumbnail) {

    /**
     * @param kind JPEG, or PNG if parts are transparent
     */
    public record Thumbnail(FileKind kind, byte[] bytes, int width, int height) {}
}
