/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Nodes among themselves: signed requests, replication, deliveries that wait ({@code protocol/03}
 * §4, §5).
 */
@NullMarked
package app.snug.server.node.swarm;

import org.jspecify.annotations.NullMarked;
