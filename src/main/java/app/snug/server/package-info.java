/* SPDX-License-Identifier: AGPL-3.0-only */
/** The network's own servers: service nodes and file servers. */
@NullMarked
package app.snug.server;

import org.jspecify.annotations.NullMarked;
