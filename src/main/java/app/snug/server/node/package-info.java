/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * The node role: onion relay and swarm storage ({@code protocol/03}).
 *
 * <p>{@link app.snug.server.node.ServiceNode} is one node: keys, HTTPS port, messages. {@link
 * app.snug.server.node.LocalNetwork} is a whole network in one process: nodes in swarms and a seed
 * that tells clients of them.
 *
 * <pre>{@code
 * try (var network =
 *         LocalNetwork.open(LocalNetwork.Settings.DEFAULT, directory, dataSource, clock, random)) {
 *     network.seed(); // http://127.0.0.1:22020/json_rpc
 * }
 * }</pre>
 *
 * <p>The rooms inside: {@code onion} peels, {@code rpc} decides, {@code storage} keeps, {@code
 * swarm} talks to the other members, {@code membership} knows them. It listens by {@code
 * server.http}.
 */
@NullMarked
package app.snug.server.node;

import org.jspecify.annotations.NullMarked;
