/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/**
 * An account kept on this server; its public name is the Account ID. Meaningful on this server
 * only.
 */
public record AccountRef(long value) {}
