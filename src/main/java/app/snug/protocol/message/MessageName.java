/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.protocol.identity.AccountId;
import java.time.Instant;

/**
 * What names a message to everybody who has it ({@code protocol/01} §4.2).
 *
 * @param author who wrote it
 * @param sentAt the author's word, to the millisecond
 */
public record MessageName(AccountId author, Instant sentAt) {}
