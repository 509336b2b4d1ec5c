/* SPDX-License-Identifier: AGPL-3.0-only */
/** What a text is made of, what is asked for, and whether they meet; no database. */
@NullMarked
package app.snug.messenger.search;

import org.jspecify.annotations.NullMarked;
