/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * What every page needs: static files, the reader's time zone, names, the account in use, errors.
 */
@NullMarked
package app.snug.web.page;

import org.jspecify.annotations.NullMarked;
