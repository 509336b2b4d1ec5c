/* SPDX-License-Identifier: AGPL-3.0-only */
/** Logs that give nobody away. */
@NullMarked
package app.snug.boot.logging;

import org.jspecify.annotations.NullMarked;
