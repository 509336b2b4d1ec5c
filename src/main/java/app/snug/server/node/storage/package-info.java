/* SPDX-License-Identifier: AGPL-3.0-only */
/** Messages on disk, shared by the nodes of one database ({@code protocol/03} §6). */
@NullMarked
package app.snug.server.node.storage;

import org.jspecify.annotations.NullMarked;
