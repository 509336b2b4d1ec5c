/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.boot.logging;

import org.jspecify.annotations.NullMarked;
