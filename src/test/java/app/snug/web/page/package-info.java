/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.web.page;

import org.jspecify.annotations.NullMarked;
