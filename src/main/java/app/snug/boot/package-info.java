/* SPDX-License-Identifier: AGPL-3.0-only */
/** Main class, configuration, roles, embedded PostgreSQL. */
@NullMarked
package app.snug.boot;

import org.jspecify.annotations.NullMarked;
