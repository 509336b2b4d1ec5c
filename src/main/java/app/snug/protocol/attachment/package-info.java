/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Files at a file server: their encryption, padding, ids and addresses ({@code protocol/07} §3).
 */
@NullMarked
package app.snug.protocol.attachment;

import org.jspecify.annotations.NullMarked;
