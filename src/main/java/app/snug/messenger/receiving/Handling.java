/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.receiving;

import app.snug.messenger.Account;
import app.snug.messenger.Vault;
import java.time.Instant;

/**
 * What a handler works with, inside the transaction.
 *
 * @param now the network's time
 */
record Handling(Account account, Vault vault, Instant now) {}
