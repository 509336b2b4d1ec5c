/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Which nodes there are, and which of them keep an account's messages ({@code protocol/02} §1.3,
 * §2).
 */
@NullMarked
package app.snug.server.node.membership;

import org.jspecify.annotations.NullMarked;
