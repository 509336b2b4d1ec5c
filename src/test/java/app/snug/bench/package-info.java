/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * What {@code ./snug bench} measures: the protocol in memory with JMH, the node and the network as
 * running processes. See docs/benchmarks.md.
 */
@NullMarked
package app.snug.bench;

import org.jspecify.annotations.NullMarked;
