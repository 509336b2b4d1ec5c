/* SPDX-License-Identifier: AGPL-3.0-only */
/** The packaged program as people meet it: real processes, real browsers, the local network. */
@NullMarked
package app.snug.whole;

import org.jspecify.annotations.NullMarked;
