/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Concatenation;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.protocol.identity.AccountId;
import java.security.SecureRandom;

/** An account that lets others act for it. */
record Group(Ed25519KeyPair keys, AccountId account) {

    static final int READ = 1;
    static final int WRITE = 2;
    static final int DELETE = 4;
    static final int ANY_KIND = 8;

    /** A right to act for the group: 36 bytes, and the group's signature over them. */
    record Token(Ed25519KeyPair keys, byte[] bytes, byte[] signature) {}

    static Group random() {
        Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
        byte[] account = Concatenation.of(new byte[] {3}, keys.publicKey().bytes());
        return new Group(keys, AccountId.of(account));
    }

    Token token(Ed25519KeyPair member, int rights) {
        return token(member, rights, 3);
    }

    /**
     * @param kind of accounts that it is for
     */
    Token token(Ed25519KeyPair member, int rights, int kind) {
        byte[] bytes =
                Concatenation.of(
                        new byte[] {(byte) kind, (byte) rights, 0, 0}, member.publicKey().bytes());
        return new Token(member, bytes, keys.sign(bytes));
    }
}
