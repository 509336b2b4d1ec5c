/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.identity.AccountId;
import java.util.Optional;

/** Our place in a closed group ({@code protocol/04} §8.4). */
public record GroupMembership(AccountId id, BencodeDict fields) implements Membership {

    static final int AUTH_DATA_SIZE = 100;

    /** How we came to be outside, in the order of the protocol's numbers. */
    public enum Removal {
        NONE,
        KICKED,
        DESTROYED
    }

    /** To show until the group itself has told its name. */
    public String name() {
        return Fields.text(fields, "n");
    }

    /** The group's seed, if we are an admin: one that is not this group's counts as none. */
    public Optional<Secret> adminSeed() {
        return Fields.bytes(fields, "K", Ed25519KeyPair.SEED_SIZE)
                .map(Secret::owning)
                .filter(seed -> isSeed(id, seed));
    }

    static boolean isSeed(AccountId id, Secret seed) {
        try (Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(seed)) {
            return AccountId.ofGroup(pair.publicKey()).equals(id);
        }
    }

    /** What lets a member into the group's swarm, 100 bytes. */
    public Optional<byte[]> authData() {
        return Fields.bytes(fields, "s", AUTH_DATA_SIZE);
    }

    public Removal removal() {
        long number = Fields.number(fields, "r");
        return number == 1 ? Removal.KICKED : number == 2 ? Removal.DESTROYED : Removal.NONE;
    }
}
