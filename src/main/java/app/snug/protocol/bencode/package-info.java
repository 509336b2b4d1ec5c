/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Bencode as the protocol writes it: raw byte strings, dictionaries sorted by unsigned bytes
 * ({@code protocol/04} §1).
 */
@NullMarked
package app.snug.protocol.bencode;

import org.jspecify.annotations.NullMarked;
