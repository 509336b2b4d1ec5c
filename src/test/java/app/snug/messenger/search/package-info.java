/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.messenger.search;

import org.jspecify.annotations.NullMarked;
