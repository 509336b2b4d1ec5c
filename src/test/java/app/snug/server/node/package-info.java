/* SPDX-License-Identifier: AGPL-3.0-only */
/** The node over real sockets and a real database. */
@NullMarked
package app.snug.server.node;

import org.jspecify.annotations.NullMarked;
