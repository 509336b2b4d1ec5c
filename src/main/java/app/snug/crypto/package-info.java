/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Typed façade over libsodium and the JDK: keys, boxes, AEADs, hashes.
 *
 * <p>Only named primitives live here, never a protocol. Nothing in this room knows of time, I/O or
 * Spring; randomness comes in as an argument.
 */
@NullMarked
package app.snug.crypto;

import org.jspecify.annotations.NullMarked;
