/* SPDX-License-Identifier: AGPL-3.0-only */
/** The people of the household, invitations, the network. */
@NullMarked
package app.snug.web.household;

import org.jspecify.annotations.NullMarked;
