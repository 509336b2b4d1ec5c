/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.protocol.storage.SignedTexts;
import java.security.SecureRandom;
import java.util.Base64;

/** Somebody with an account, and the requests they write. */
record Member(Ed25519KeyPair keys, AccountId account) {

    static Member random() {
        Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
        try {
            return new Member(keys, AccountId.ofUser(keys.publicKey().toX25519()));
        } catch (DecryptionException e) {
            throw new IllegalStateException(e);
        }
    }

    String store(byte[] data, long timestamp, long ttl) {
        return """
        {"method":"store","params":{"pubkey":"%s","timestamp":%d,"ttl":%d,"data":"%s"}}\
        """
                .formatted(account, timestamp, ttl, Base64.getEncoder().encodeToString(data));
    }

    String storeSigned(Namespace namespace, byte[] data, long timestamp, long ttl) {
        return """
        {"method":"store","params":{"pubkey":"%s","pubkey_ed25519":"%s","timestamp":%d,\
        "ttl":%d,"data":"%s","namespace":%d,"signature":"%s"}}\
        """
                .formatted(
                        account,
                        keys.publicKey(),
                        timestamp,
                        ttl,
                        Base64.getEncoder().encodeToString(data),
                        namespace.number(),
                        sign(SignedTexts.store(namespace, timestamp)));
    }

    String retrieve(Namespace namespace, long timestamp) {
        return retrieve(namespace, timestamp, "");
    }

    /**
     * @param more further parameters, each with a comma before
     */
    String retrieve(Namespace namespace, long timestamp, String more) {
        return """
        {"method":"retrieve","params":{"pubkey":"%s","pubkey_ed25519":"%s","namespace":%d,\
        "timestamp":%d,"signature":"%s"%s}}\
        """
                .formatted(
                        account,
                        keys.publicKey(),
                        namespace.number(),
                        timestamp,
                        sign(SignedTexts.retrieve(namespace, timestamp)),
                        more);
    }

    private String sign(byte[] text) {
        return Base64.getEncoder().encodeToString(keys.sign(text));
    }
}
