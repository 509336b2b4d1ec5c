/* SPDX-License-Identifier: AGPL-3.0-only */
/** Numbered changes: every write to an account goes through its ledger, open pages follow. */
@NullMarked
package app.snug.messenger.change;

import org.jspecify.annotations.NullMarked;
