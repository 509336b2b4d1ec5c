/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Files that people send: what they are by their content, and pictures made safe. {@link
 * app.snug.messenger.media.Pictures} takes what identifies place, time and camera out of a picture,
 * and refuses what would unpack to more than it seems.
 */
@NullMarked
package app.snug.messenger.media;

import org.jspecify.annotations.NullMarked;
