/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Argon2id;
import app.snug.household.Members.Member;
import app.snug.messenger.OwnerId;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code member}.
 *
 * @param lock what the passphrase opens
 * @param vaultByServer the vault key wrapped by the server key; null if the member does not stay
 *     connected
 */
@SuppressWarnings("ArrayRecordComponent") // A row, never compared.
record StoredMember(
        OwnerId id,
        LoginName login,
        boolean owner,
        Instant since,
        PassphraseLock lock,
        byte @Nullable [] vaultByServer) {

    /**
     * The vault key wrapped by a passphrase.
     *
     * @param salt 16 bytes; stays as long as the passphrase does
     */
    @SuppressWarnings("ArrayRecordComponent")
    record PassphraseLock(byte[] salt, Argon2id.Cost cost, byte[] wrapped) {}

    Member member() {
        return new Member(
                id,
                login.shown(),
                owner,
                vaultByServer != null,
                since,
                HexFormat.of().formatHex(lock.salt()));
    }
}
