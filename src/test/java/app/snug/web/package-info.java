/* SPDX-License-Identifier: AGPL-3.0-only */
/** The pages, with a real household behind them and a messenger in memory. */
@NullMarked
package app.snug.web;

import org.jspecify.annotations.NullMarked;
