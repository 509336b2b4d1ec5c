/* SPDX-License-Identifier: AGPL-3.0-only */
/** The accounts kept here and their keys. */
@NullMarked
package app.snug.messenger.account;

import org.jspecify.annotations.NullMarked;
