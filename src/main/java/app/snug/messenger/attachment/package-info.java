/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Files of messages: chosen, uploaded before their message goes, fetched when they are wanted, and
 * removed from the disk with their rows.
 */
@NullMarked
package app.snug.messenger.attachment;

import org.jspecify.annotations.NullMarked;
