/* SPDX-License-Identifier: AGPL-3.0-only */
/** One account on several devices: pushing what changed here, and how devices stand. */
@NullMarked
package app.snug.messenger.sync;

import org.jspecify.annotations.NullMarked;
