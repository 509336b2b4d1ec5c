/* SPDX-License-Identifier: AGPL-3.0-only */
/** The primitives against published answers and against other implementations of the same. */
@NullMarked
package app.snug.crypto;

import org.jspecify.annotations.NullMarked;
