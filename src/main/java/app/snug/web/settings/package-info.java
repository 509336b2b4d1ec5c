/* SPDX-License-Identifier: AGPL-3.0-only */
/** What a person sets for themselves: privacy, notifications, looks, and the end of an account. */
@NullMarked
package app.snug.web.settings;

import org.jspecify.annotations.NullMarked;
