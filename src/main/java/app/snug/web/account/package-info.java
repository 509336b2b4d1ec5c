/* SPDX-License-Identifier: AGPL-3.0-only */
/** The member's own account: Account ID, name, recovery words. */
@NullMarked
package app.snug.web.account;

import org.jspecify.annotations.NullMarked;
