/* SPDX-License-Identifier: AGPL-3.0-only */
/**
 * Configs: what the devices of an account keep in common, as replicated messages that merge alike
 * everywhere ({@code protocol/04} §1–9).
 */
@NullMarked
package app.snug.protocol.config;

import org.jspecify.annotations.NullMarked;
