/* SPDX-License-Identifier: AGPL-3.0-only */
/** Members of the household: logins, invites, vaults. */
@NullMarked
package app.snug.household;

import org.jspecify.annotations.NullMarked;
