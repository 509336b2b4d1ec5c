/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import app.snug.crypto.Aes;
import app.snug.crypto.Blake2b;
import app.snug.crypto.Concatenation;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Hmac;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import app.snug.crypto.XChaCha20Poly1305;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How one layer of an onion is encrypted ({@code protocol/02} §5.2). */
public enum LayerCipher {
    /** The default where none is named. */
    AES_GCM("aes-gcm", "gcm", Aes.GCM_IV_SIZE),
    XCHACHA20("xchacha20", "xchacha20-poly1305", XChaCha20Poly1305.NONCE_SIZE),
    /** Legacy and unauthenticated: opened, never made by a client of ours. */
    AES_CBC("aes-cbc", "cbc", Aes.CBC_IV_SIZE);

    private static final byte[] SALT = "LOKI".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final Pattern PRINTABLE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final String wireName;
    private final String alias;
    private final int nonceSize;

    LayerCipher(String wireName, String alias, int nonceSize) {
        this.wireName = wireName;
        this.alias = alias;
        this.nonceSize = nonceSize;
    }

    /**
     * @param name what {@code enc_type} says; null where it is missing
     */
    public static LayerCipher named(@Nullable String name) throws MalformedOnionException {
        if (name == null) {
            return AES_GCM;
        }
        for (LayerCipher cipher : values()) {
            if (name.equals(cipher.wireName) || name.equals(cipher.alias)) {
                return cipher;
            }
        }
        throw new MalformedOnionException(
                "Invalid encryption type"
                        + (PRINTABLE_NAME.matcher(name).matches() ? " " + name : ""));
    }

    int nonceSize() {
        return nonceSize;
    }

    public String wireName() {
        return wireName;
    }

    /** Nonce ‖ ciphertext, by the client with its ephemeral key. */
    public byte[] encryptAsClient(
            X25519KeyPair ephemeral, X25519PublicKey node, byte[] plain, SecureRandom random)
            throws DecryptionException {
        try (Secret key = key(ephemeral, node, ephemeral.publicKey(), node)) {
            return encrypt(key, plain, random);
        }
    }

    public byte[] decryptAsClient(X25519KeyPair ephemeral, X25519PublicKey node, byte[] cipher)
            throws DecryptionException {
        try (Secret key = key(ephemeral, node, ephemeral.publicKey(), node)) {
            return decrypt(key, cipher);
        }
    }

    /** Nonce ‖ ciphertext, by the node for the client's ephemeral key. */
    public byte[] encryptAsNode(
            X25519KeyPair node, X25519PublicKey ephemeral, byte[] plain, SecureRandom random)
            throws DecryptionException {
        try (Secret key = key(node, ephemeral, ephemeral, node.publicKey())) {
            return encrypt(key, plain, random);
        }
    }

    public byte[] decryptAsNode(X25519KeyPair node, X25519PublicKey ephemeral, byte[] cipher)
            throws DecryptionException {
        try (Secret key = key(node, ephemeral, ephemeral, node.publicKey())) {
            return decrypt(key, cipher);
        }
    }

    /** The key of a layer, the same on both sides; close it after use. */
    Secret key(
            X25519KeyPair own, X25519PublicKey other, X25519PublicKey client, X25519PublicKey node)
            throws DecryptionException {
        Secret shared = own.agree(other);
        if (this == AES_CBC) {
            return shared;
        }
        try (shared) {
            if (this == AES_GCM) {
                return Hmac.sha256(SALT, shared);
            }
            byte[] point = shared.copy();
            Secret key = Secret.owning(Blake2b.hash(32, point, client.bytes(), node.bytes()));
            Arrays.fill(point, (byte) 0);
            return key;
        }
    }

    byte[] encrypt(Secret key, byte[] plain, SecureRandom random) {
        byte[] nonce = new byte[nonceSize];
        random.nextBytes(nonce);
        byte[] cipher =
                switch (this) {
                    case AES_GCM -> Aes.encryptGcm(key, nonce, plain);
                    case XCHACHA20 -> XChaCha20Poly1305.encrypt(key, nonce, plain, NOTHING);
                    case AES_CBC -> Aes.encryptCbc(key, nonce, plain);
                };
        return Concatenation.of(nonce, cipher);
    }

    byte[] decrypt(Secret key, byte[] cipher) throws DecryptionException {
        if (cipher.length < nonceSize) {
            throw new DecryptionException("onion layer: too short");
        }
        byte[] nonce = Arrays.copyOf(cipher, nonceSize);
        return switch (this) {
            case AES_GCM -> Aes.decryptGcm(key, nonce, cipher, nonceSize);
            case XCHACHA20 ->
                    XChaCha20Poly1305.decrypt(
                            key,
                            nonce,
                            Arrays.copyOfRange(cipher, nonceSize, cipher.length),
                            NOTHING);
            case AES_CBC -> Aes.decryptCbc(key, nonce, cipher, nonceSize);
        };
    }
}
