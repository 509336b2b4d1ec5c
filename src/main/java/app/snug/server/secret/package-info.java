/* SPDX-License-Identifier: AGPL-3.0-only */
/** The keys of servers on disk. */
@NullMarked
package app.snug.server.secret;

import org.jspecify.annotations.NullMarked;
