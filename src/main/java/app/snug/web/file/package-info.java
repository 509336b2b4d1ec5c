/* SPDX-License-Identifier: AGPL-3.0-only */
/** Files of conversations: chosen, shown, saved, listed. */
@NullMarked
package app.snug.web.file;

import org.jspecify.annotations.NullMarked;
