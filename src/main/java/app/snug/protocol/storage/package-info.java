/* SPDX-License-Identifier: AGPL-3.0-only */
/** The storage RPC: namespaces, hashes, signed texts, swarms ({@code protocol/02} §2, §7, §8). */
@NullMarked
package app.snug.protocol.storage;

import org.jspecify.annotations.NullMarked;
