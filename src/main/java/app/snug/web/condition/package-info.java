/* SPDX-License-Identifier: AGPL-3.0-only */
/** What people see of this server's condition: banners, the page of a lost database, status. */
@NullMarked
package app.snug.web.condition;

import org.jspecify.annotations.NullMarked;
