/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.protocol.identity.AccountId;

/**
 * An account as its owner sees it.
 *
 * @param displayName what contacts see, at most 100 bytes of UTF-8
 * @param wordsKept the owner has said that the recovery words are written down
 */
public record Account(
        AccountRef ref, OwnerId owner, AccountId id, String displayName, boolean wordsKept) {}
