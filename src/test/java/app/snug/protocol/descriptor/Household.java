/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SwarmId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Three operators, and the networks they agree on. */
final class Household {

    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    static final Ed25519KeyPair ANNA = pair();
    static final Ed25519KeyPair BEN = pair();
    static final Ed25519KeyPair CLEO = pair();
    static final Ed25519KeyPair STRANGER = pair();
    static final NetworkId STREET = NetworkId.random(new SecureRandom());

    private Household() {}

    static Ed25519KeyPair pair() {
        return Ed25519KeyPair.generate(new SecureRandom());
    }

    static List<Operator> operators() {
        return List.of(
                new Operator("anna", ANNA.publicKey()),
                new Operator("ben", BEN.publicKey()),
                new Operator("cleo", CLEO.publicKey()));
    }

    /** Two of the three have to sign; everything that can be in it is. */
    static Descriptor street(long serial) {
        Server files = new Server("http://192.0.2.9:22031", ANNA.toX25519().publicKey(), null);
        return new Descriptor(
                "our-street",
                STREET,
                serial,
                NOW.minus(Duration.ofDays(1)),
                NOW.plus(Duration.ofDays(100)),
                2,
                operators(),
                List.of(
                        new Node(BEN.publicKey(), "192.0.2.1", 22021, new SwarmId(0)),
                        new Node(CLEO.publicKey(), "192.0.2.2", 22021, new SwarmId(0))),
                List.of(SealedName.of("anna", AccountId.ofUser(ANNA.toX25519().publicKey()))),
                files,
                List.of(new Server("http://192.0.2.9:22032", BEN.toX25519().publicKey(), "hall")));
    }

    static Descriptor street(long serial, int threshold, List<Operator> operators) {
        Descriptor street = street(serial);
        return new Descriptor(
                street.name(),
                street.network(),
                serial,
                street.issued(),
                street.expires(),
                threshold,
                operators,
                street.nodes(),
                street.names(),
                street.fileServer(),
                street.communities());
    }

    static Descriptor street(long serial, Instant issued, Instant expires) {
        Descriptor street = street(serial);
        return new Descriptor(
                street.name(),
                street.network(),
                serial,
                issued,
                expires,
                street.threshold(),
                street.operators(),
                street.nodes(),
                street.names(),
                street.fileServer(),
                street.communities());
    }

    static SignedDescriptor signed(Descriptor content, Ed25519KeyPair... by) {
        SignedDescriptor signed = SignedDescriptor.unsigned(content);
        for (Ed25519KeyPair key : by) {
            signed = signed.signedBy(key);
        }
        return signed;
    }

    static List<Ed25519PublicKey> keys(int count) {
        List<Ed25519PublicKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(pair().publicKey());
        }
        return keys;
    }
}
