/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Blake2b;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import app.snug.crypto.XChaCha20Poly1305;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeLimits;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.storage.StorageLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Encryption for several people at once: each gets a ciphertext under the key that sender and
 * recipient have in common, all under one nonce ({@code protocol/04} §14). Who they are is not
 * visible, how many is.
 */
public final class MultiRecipient {

    private static final int MAX_DOMAIN = 64;
    private static final byte[] NOTHING = {};
    private static final BencodeLimits LIMITS =
            new BencodeLimits(StorageLimits.MAX_MESSAGE_BYTES, 2, 10_000);

    private MultiRecipient() {}

    /**
     * The key for what we send to somebody; close it after use.
     *
     * @param domain what for, so that a ciphertext cannot be taken for another kind
     * @throws DecryptionException if nobody can have the recipient's key
     */
    static Secret sendingKey(X25519KeyPair own, X25519PublicKey to, String domain)
            throws DecryptionException {
        return key(own, to, own.publicKey(), to, domain);
    }

    /** The key for what somebody has sent to us; close it after use. */
    static Secret receivingKey(X25519KeyPair own, X25519PublicKey from, String domain)
            throws DecryptionException {
        return key(own, from, from, own.publicKey(), domain);
    }

    private static Secret key(
            X25519KeyPair own,
            X25519PublicKey other,
            X25519PublicKey sender,
            X25519PublicKey recipient,
            String domain)
            throws DecryptionException {
        byte[] label = domain.getBytes(StandardCharsets.UTF_8);
        byte[] hashKey = label.length > MAX_DOMAIN ? Arrays.copyOf(label, MAX_DOMAIN) : label;
        try (Secret shared = own.agree(other)) {
            byte[] bytes = shared.copy();
            try {
                return Secret.owning(
                        Blake2b.keyed(
                                XChaCha20Poly1305.KEY_SIZE,
                                hashKey,
                                bytes,
                                sender.bytes(),
                                recipient.bytes()));
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    /**
     * One ciphertext each, in order; recipients whose key nobody can have are left out.
     *
     * @param messages one for all, or one for each
     */
    static List<byte[]> encrypt(
            List<byte[]> messages,
            List<X25519PublicKey> recipients,
            X25519KeyPair from,
            byte[] nonce,
            String domain) {
        if (messages.size() != 1 && messages.size() != recipients.size()) {
            throw new IllegalArgumentException("One message for all, or one for each");
        }
        List<byte[]> ciphertexts = new ArrayList<>();
        for (int i = 0; i < recipients.size(); i++) {
            byte[] message = messages.get(messages.size() == 1 ? 0 : i);
            try (Secret key = sendingKey(from, recipients.get(i), domain)) {
                ciphertexts.add(XChaCha20Poly1305.encrypt(key, nonce, message, NOTHING));
            } catch (DecryptionException e) {
                // Nobody has this key, so nobody misses the message.
            }
        }
        return ciphertexts;
    }

    /** The first ciphertext that opens. */
    static Optional<byte[]> decrypt(
            List<byte[]> ciphertexts,
            X25519KeyPair own,
            X25519PublicKey from,
            byte[] nonce,
            String domain) {
        try (Secret key = receivingKey(own, from, domain)) {
            return decrypt(ciphertexts, key, nonce);
        } catch (DecryptionException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> decrypt(List<byte[]> ciphertexts, Secret key, byte[] nonce) {
        for (byte[] ciphertext : ciphertexts) {
            try {
                return Optional.of(XChaCha20Poly1305.decrypt(key, nonce, ciphertext, NOTHING));
            } catch (DecryptionException e) {
                // Somebody else's.
            }
        }
        return Optional.empty();
    }

    /**
     * All in one container.
     *
     * @param messages one for all, or one for each
     * @param nonce 24 bytes, never used before between these people
     */
    public static byte[] seal(
            List<byte[]> messages,
            List<X25519PublicKey> recipients,
            X25519KeyPair from,
            byte[] nonce,
            String domain) {
        return container(nonce, encrypt(messages, recipients, from, nonce, domain));
    }

    static byte[] container(byte[] nonce, List<byte[]> ciphertexts) {
        return BencodeDict.builder().put("#", nonce).put("e", list(ciphertexts)).build().encode();
    }

    /**
     * What is for us in a container; nothing if there is nothing.
     *
     * @throws MalformedGroupException if it is none
     */
    public static Optional<byte[]> open(
            byte[] container, X25519KeyPair own, X25519PublicKey from, String domain)
            throws MalformedGroupException {
        Container read = read(container);
        return decrypt(read.ciphertexts(), own, from, read.nonce(), domain);
    }

    record Container(byte[] nonce, List<byte[]> ciphertexts) {}

    static Container read(byte[] container) throws MalformedGroupException {
        try {
            if (!(BencodeReader.parse(container, LIMITS) instanceof BencodeDict dict)) {
                throw new MalformedGroupException("not a container");
            }
            byte[] nonce = dict.require("#", BencodeString.class).bytes();
            if (nonce.length != XChaCha20Poly1305.NONCE_SIZE) {
                throw new MalformedGroupException("nonce of another size");
            }
            return new Container(nonce, strings(dict.require("e", BencodeList.class)));
        } catch (MalformedBencodeException e) {
            throw new MalformedGroupException("not a container: " + e.getMessage());
        }
    }

    static BencodeList list(List<byte[]> strings) {
        return new BencodeList(strings.stream().<BencodeValue>map(BencodeString::of).toList());
    }

    static List<byte[]> strings(BencodeList list) throws MalformedBencodeException {
        List<byte[]> strings = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            strings.add(list.require(i, BencodeString.class).bytes());
        }
        return strings;
    }
}
