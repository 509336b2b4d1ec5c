/* SPDX-License-Identifier: AGPL-3.0-only */
@NullMarked
package app.snug.bench;

import org.jspecify.annotations.NullMarked;
