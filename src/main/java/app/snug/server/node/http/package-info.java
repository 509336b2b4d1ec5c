/* SPDX-License-Identifier: AGPL-3.0-only */
/** What a node listens on: TLS, routes, limits. Knows nothing of swarms. */
@NullMarked
package app.snug.server.node.http;

import org.jspecify.annotations.NullMarked;
