/* SPDX-License-Identifier: AGPL-3.0-only */
/** The node's part of onion requests: peel, pass on, answer ({@code protocol/03} §2). */
@NullMarked
package app.snug.server.node.onion;

import org.jspecify.annotations.NullMarked;
