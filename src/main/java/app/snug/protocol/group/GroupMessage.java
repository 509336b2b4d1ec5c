/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Concatenation;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.Secret;
import app.snug.crypto.XChaCha20Poly1305;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeLimits;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.config.Compression;
import app.snug.protocol.config.MalformedConfigException;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * The encryption of what members write to their group: signed by the author for this group,
 * compressed where that helps, filled up to one of few sizes, under the group's newest key ({@code
 * protocol/04} §13.1).
 */
public final class GroupMessage {

    /** Before compression. */
    public static final int MAX_PLAIN_BYTES = 1_000_000;

    static final int OVERHEAD = XChaCha20Poly1305.NONCE_SIZE + XChaCha20Poly1305.TAG_SIZE;
    static final int MULTIPLE = 256;

    private static final BencodeLimits LIMITS = new BencodeLimits(2 * MAX_PLAIN_BYTES, 1, 100);
    private static final byte[] NOTHING = {};

    private GroupMessage() {}

    /**
     * A message that opened.
     *
     * @param author whose signature it bears; whether it is a member is for the caller to ask
     */
    public record Opened(AccountId author, byte[] plain) {}

    /** Nonce ‖ ciphertext ‖ tag. */
    public static byte[] seal(byte[] plain, AccountKeys from, GroupKeys keys, SecureRandom random) {
        List<Secret> known = keys.newestFirst();
        if (known.isEmpty()) {
            throw new IllegalStateException("No key of this group is known");
        }
        byte[] nonce = new byte[XChaCha20Poly1305.NONCE_SIZE];
        random.nextBytes(nonce);
        byte[] padded = pad(signed(body(plain, true), from, keys.group()).encode(), MULTIPLE);
        try {
            return encrypt(padded, known.getFirst(), nonce);
        } finally {
            Arrays.fill(padded, (byte) 0);
        }
    }

    /**
     * @throws MalformedGroupException if no key of ours opens it, perhaps since a newer one has not
     *     come yet; or if it breaks a rule, or its author has not signed it for this group
     */
    public static Opened open(byte[] sealed, GroupKeys keys) throws MalformedGroupException {
        byte[] inner = decrypt(sealed, keys.newestFirst());
        try {
            return read(inner, keys.group());
        } finally {
            Arrays.fill(inner, (byte) 0);
        }
    }

    static byte[] encrypt(byte[] padded, Secret key, byte[] nonce) {
        return Concatenation.of(nonce, XChaCha20Poly1305.encrypt(key, nonce, padded, NOTHING));
    }

    static byte[] decrypt(byte[] sealed, List<Secret> keys) throws MalformedGroupException {
        if (sealed.length < OVERHEAD) {
            throw new MalformedGroupException("group message too short");
        }
        byte[] nonce = Arrays.copyOf(sealed, XChaCha20Poly1305.NONCE_SIZE);
        byte[] rest = Arrays.copyOfRange(sealed, nonce.length, sealed.length);
        for (Secret key : keys) {
            try {
                return XChaCha20Poly1305.decrypt(key, nonce, rest, NOTHING);
            } catch (DecryptionException e) {
                // Perhaps under an older key.
            }
        }
        throw new MalformedGroupException("group message does not open");
    }

    /** The text as it is, or compressed. */
    record Body(String key, byte[] bytes) {

        byte[] plain() throws MalformedGroupException {
            if (key.equals("d")) {
                return bytes;
            }
            try {
                return Compression.expand(bytes, MAX_PLAIN_BYTES);
            } catch (MalformedConfigException e) {
                throw new MalformedGroupException("group message: " + e.getMessage());
            }
        }
    }

    static Body body(byte[] plain, boolean compress) {
        if (plain.length == 0 || plain.length > MAX_PLAIN_BYTES) {
            throw new IllegalArgumentException("A message of 1 to " + MAX_PLAIN_BYTES + " bytes");
        }
        byte[] compressed = compress ? Compression.compress(plain) : plain;
        return compressed.length < plain.length ? new Body("z", compressed) : new Body("d", plain);
    }

    static BencodeDict signed(Body body, AccountKeys from, AccountId group) {
        return BencodeDict.builder()
                .put("", 1)
                .put("a", from.ed25519().publicKey().bytes())
                .put("s", from.ed25519().sign(Concatenation.of(body.bytes(), group.key())))
                .put(body.key(), body.bytes())
                .build();
    }

    /** Zeros at the end, so that the whole is a multiple. */
    static byte[] pad(byte[] inner, int multiple) {
        int size = inner.length + OVERHEAD;
        return Arrays.copyOf(inner, (size + multiple - 1) / multiple * multiple - OVERHEAD);
    }

    static BencodeDict unpad(byte[] padded) throws MalformedGroupException {
        int end = padded.length;
        while (end > 0 && padded[end - 1] == 0) {
            end--;
        }
        try {
            if (BencodeReader.parse(Arrays.copyOf(padded, end), LIMITS)
                    instanceof BencodeDict dict) {
                return dict;
            }
        } catch (MalformedBencodeException e) {
            throw new MalformedGroupException("group message: " + e.getMessage());
        }
        throw new MalformedGroupException("not a group message");
    }

    /** What was encrypted, padding and all. */
    static Opened read(byte[] padded, AccountId group) throws MalformedGroupException {
        BencodeDict inner = unpad(padded);
        try {
            if (inner.require("", BencodeInteger.class).asLong() != 1) {
                throw new MalformedGroupException("group message of an unknown version");
            }
            Body body = body(inner);
            byte[] key = inner.require("a", BencodeString.class).bytes();
            if (key.length != Ed25519PublicKey.SIZE) {
                throw new MalformedGroupException("author's key of another size");
            }
            Ed25519PublicKey author = Ed25519PublicKey.of(key);
            byte[] text = Concatenation.of(body.bytes(), group.key());
            if (!author.verify(text, inner.require("s", BencodeString.class).bytes())) {
                throw new MalformedGroupException("group message: wrong signature");
            }
            return new Opened(AccountId.ofUser(author.toX25519()), body.plain());
        } catch (MalformedBencodeException e) {
            throw new MalformedGroupException("group message: " + e.getMessage());
        } catch (DecryptionException e) {
            throw new MalformedGroupException("group message: author's key is none");
        }
    }

    /** Just one of the two, and not empty. */
    static Body body(BencodeDict inner) throws MalformedGroupException, MalformedBencodeException {
        boolean compressed = inner.get("z") != null;
        if (compressed == (inner.get("d") != null)) {
            throw new MalformedGroupException("group message without a body, or with two");
        }
        String key = compressed ? "z" : "d";
        BencodeString bytes = inner.require(key, BencodeString.class);
        if (bytes.isEmpty()) {
            throw new MalformedGroupException("group message with an empty body");
        }
        return new Body(key, bytes.bytes());
    }
}
