/* SPDX-License-Identifier: AGPL-3.0-only */
/** What a node counts for its operator: no account, address or key is among it. */
@NullMarked
package app.snug.server.node.metrics;

import org.jspecify.annotations.NullMarked;
