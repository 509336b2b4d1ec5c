/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.storage;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Concatenation;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A request by which an account alters what its swarm keeps, as members pass it on.
 *
 * @param request with the account's signature: every member checks it again
 * @param issuedAt when the member asked first carried it out, Unix milliseconds
 * @param late whether it comes to a member that was away then: it leaves alone what came after
 * @param peers members that should carry it out too
 */
public record Order(
        AccountId owner, byte[] request, long issuedAt, boolean late, Set<Ed25519PublicKey> peers) {

    public Order withPeers(Set<Ed25519PublicKey> others) {
        return new Order(owner, request, issuedAt, late, others);
    }

    /** The same for every member. */
    byte[] digest() {
        byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(issuedAt).array();
        return Blake2b.hash(32, Concatenation.of(time, request));
    }
}
