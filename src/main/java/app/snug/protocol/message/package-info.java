/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * What people send each other, from content to the bytes that lie in a swarm ({@code protocol/01}
 * §2–4). The protobuf classes themselves are in {@code wire}.
 */
@NullMarked
package app.snug.protocol.message;

import org.jspecify.annotations.NullMarked;
