/* SPDX-License-Identifier: AGPL-3.0-only */
/** The storage RPC ({@code protocol/02} §7): one small class a method, found by name. */
@NullMarked
package app.snug.server.node.rpc;

import org.jspecify.annotations.NullMarked;
