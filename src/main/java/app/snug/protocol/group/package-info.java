/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Closed groups: the keys that their members share, what is written under them, and what lets a
 * member into the group's swarm ({@code protocol/04} §11–14). What a group is called and who is in
 * it are configs.
 */
@NullMarked
package app.snug.protocol.group;

import org.jspecify.annotations.NullMarked;
