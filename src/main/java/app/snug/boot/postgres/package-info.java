/* SPDX-License-Identifier: AGPL-3.0-only */
/** A PostgreSQL server of our own, for households that bring none. */
@NullMarked
package app.snug.boot.postgres;

import org.jspecify.annotations.NullMarked;
