/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.XChaCha20Poly1305;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeLimits;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.config.MalformedConfigException;
import app.snug.protocol.config.SignedDict;
import app.snug.protocol.storage.StorageLimits;
import java.util.List;

/**
 * What brings keys to the members of a group, signed by an admin ({@code protocol/04} §11.2 and
 * §11.3).
 */
sealed interface KeyMessage {

    /** A key and its tag. */
    int SEALED_KEY = XChaCha20Poly1305.KEY_SIZE + XChaCha20Poly1305.TAG_SIZE;

    /** The least that a list of one key has, and its tag. */
    int SMALLEST_SEALED_LIST = 52 + XChaCha20Poly1305.TAG_SIZE;

    /** Ciphertexts come in multiples of so many, that a group's size is only guessed. */
    int MULTIPLE = 75;

    BencodeLimits LIMITS = new BencodeLimits(StorageLimits.MAX_MESSAGE_BYTES, 3, 10_000);

    /** Of all ciphertexts, 24 bytes. */
    byte[] nonce();

    /** Of the key, or the newest of the keys. */
    long generation();

    /** Without the signature. */
    BencodeDict encoded();

    /**
     * A new key for everybody.
     *
     * @param adminKey the key for whoever has the group's seed, 48 bytes
     * @param memberKeys the key for each member and, to fill up, what looks like it; 48 bytes each
     */
    record Full(byte[] nonce, long generation, byte[] adminKey, List<byte[]> memberKeys)
            implements KeyMessage {

        @Override
        public BencodeDict encoded() {
            return BencodeDict.builder()
                    .put("#", nonce)
                    .put("G", generation)
                    .put("K", adminKey)
                    .put("k", MultiRecipient.list(memberKeys))
                    .build();
        }
    }

    /**
     * The keys there are, for new members.
     *
     * @param keyLists at least 68 bytes each
     */
    record Supplement(byte[] nonce, long generation, List<byte[]> keyLists) implements KeyMessage {

        @Override
        public BencodeDict encoded() {
            return BencodeDict.builder()
                    .put("#", nonce)
                    .put("+", MultiRecipient.list(keyLists))
                    .put("G", generation)
                    .build();
        }
    }

    default byte[] signedBy(Ed25519KeyPair admin) {
        return SignedDict.sign(encoded().encode(), admin);
    }

    /**
     * @throws MalformedGroupException if it breaks a rule or the group has not signed it
     */
    static KeyMessage parse(byte[] bytes, Ed25519PublicKey group) throws MalformedGroupException {
        try {
            if (!(BencodeReader.parse(bytes, LIMITS) instanceof BencodeDict dict)) {
                throw new MalformedGroupException("not a key message");
            }
            SignedDict.check(bytes, dict, group);
            return read(dict);
        } catch (MalformedBencodeException | MalformedConfigException e) {
            throw new MalformedGroupException("not a key message: " + e.getMessage());
        }
    }

    /** Whatever the signature. */
    static KeyMessage read(BencodeDict dict)
            throws MalformedBencodeException, MalformedGroupException {
        byte[] nonce = dict.require("#", BencodeString.class).bytes();
        if (nonce.length != XChaCha20Poly1305.NONCE_SIZE) {
            throw new MalformedGroupException("nonce of another size");
        }
        long generation = GroupKey.number(dict, "G");
        if (dict.get("+") != null) {
            List<byte[]> lists = MultiRecipient.strings(dict.require("+", BencodeList.class));
            if (lists.stream().anyMatch(list -> list.length < SMALLEST_SEALED_LIST)) {
                throw new MalformedGroupException("list of keys too short");
            }
            return new Supplement(nonce, generation, lists);
        }
        byte[] adminKey = dict.require("K", BencodeString.class).bytes();
        List<byte[]> memberKeys = MultiRecipient.strings(dict.require("k", BencodeList.class));
        if (adminKey.length != SEALED_KEY
                || memberKeys.stream().anyMatch(key -> key.length != SEALED_KEY)
                || memberKeys.size() % MULTIPLE != 0) {
            throw new MalformedGroupException("keys of another size or number");
        }
        return new Full(nonce, generation, adminKey, memberKeys);
    }
}
