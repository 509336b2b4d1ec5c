/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.boot;

import org.jspecify.annotations.NullMarked;
