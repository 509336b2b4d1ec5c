/* SPDX-License-Identifier: AGPL-3.0-only */
/** Accounts: seeds, keys, Account IDs and the recovery password ({@code protocol/01} §1). */
@NullMarked
package app.snug.protocol.identity;

import org.jspecify.annotations.NullMarked;
