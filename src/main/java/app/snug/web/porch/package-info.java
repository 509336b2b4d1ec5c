/* SPDX-License-Identifier: AGPL-3.0-only */
/** Outside the rooms: set-up, login, joining, the first account. */
@NullMarked
package app.snug.web.porch;

import org.jspecify.annotations.NullMarked;
