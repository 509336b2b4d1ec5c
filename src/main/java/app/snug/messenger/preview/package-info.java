/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * What is to be seen of a link: title and picture of its page, fetched when its writer wants it.
 */
@NullMarked
package app.snug.messenger.preview;

import org.jspecify.annotations.NullMarked;
