/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Who belongs to a private network, signed by its operators: the list of nodes and names that a
 * chain would hold otherwise ({@code protocol/03} §5.1, §8.5).
 */
@NullMarked
package app.snug.protocol.descriptor;

import org.jspecify.annotations.NullMarked;
