/* SPDX-License-Identifier: AGPL-3.0-only */
/** What keeps open pages up to date. */
@NullMarked
package app.snug.web.live;

import org.jspecify.annotations.NullMarked;
