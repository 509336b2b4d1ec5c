/* SPDX-License-Identifier: AGPL-3.0-only */
/** Receiving: poll, open, sort, handle, store. */
@NullMarked
package app.snug.messenger.receiving;

import org.jspecify.annotations.NullMarked;
