/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

/**
 * How a request came from another member.
 *
 * @param at when the member asked by the client carried it out, Unix milliseconds
 * @param late whether this member was away then
 */
public record Passed(long at, boolean late) {}
