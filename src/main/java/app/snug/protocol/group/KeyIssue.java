/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Blake2b;
import app.snug.crypto.ChaCha20;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.XChaCha20Poly1305;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How an admin makes and passes on keys ({@code protocol/04} §11.2 and §11.3). All is derived from
 * the group's seed, so that two admins who do the same at once write the same message.
 */
final class KeyIssue {

    static final String MEMBER_DOMAIN = "SessionGroupKeyMemberKey";

    private static final byte[] GENERATION = ascii("SessionGroupKeyGen");
    private static final byte[] SEED = ascii("SessionGroupKeySeed");
    private static final byte[] ADMIN = ascii("SessionGroupKeyAdminKey");
    private static final byte[] JUNK = ascii("SessionGroupJunkMembers");
    private static final byte[] JUNK_NONCE = ascii("LibsodiumDRG");
    private static final byte[] NOTHING = {};

    private KeyIssue() {}

    /** A new key, and the message that brings it. */
    record Issued(Secret key, KeyMessage.Full message) {}

    /**
     * @param members in the order of their ids
     */
    static Issued full(Ed25519KeyPair group, List<AccountId> members, long generation) {
        byte[] hash =
                derived(
                        group,
                        XChaCha20Poly1305.KEY_SIZE + XChaCha20Poly1305.NONCE_SIZE,
                        members,
                        ascii(Long.toString(generation)));
        byte[] key = Arrays.copyOf(hash, XChaCha20Poly1305.KEY_SIZE);
        byte[] nonce = Arrays.copyOfRange(hash, XChaCha20Poly1305.KEY_SIZE, hash.length);
        List<byte[]> memberKeys = encrypt(group, members, key, nonce);
        int over = memberKeys.size() % KeyMessage.MULTIPLE;
        if (over > 0) {
            memberKeys.addAll(junk(group, hash, KeyMessage.MULTIPLE - over));
        }
        Arrays.fill(hash, (byte) 0);
        try (Secret adminKey = adminKey(group)) {
            byte[] forAdmins = XChaCha20Poly1305.encrypt(adminKey, nonce, key, NOTHING);
            return new Issued(
                    Secret.owning(key),
                    new KeyMessage.Full(nonce, generation, forAdmins, memberKeys));
        }
    }

    /**
     * @param keys ascending, at least one
     * @throws IllegalArgumentException if nobody can have the members' keys
     */
    static KeyMessage.Supplement supplement(
            Ed25519KeyPair group, List<AccountId> members, List<GroupKey> keys) {
        byte[] list =
                new BencodeList(keys.stream().<BencodeValue>map(GroupKey::encoded).toList())
                        .encode();
        try {
            byte[] nonce = derived(group, XChaCha20Poly1305.NONCE_SIZE, members, list);
            List<byte[]> lists = encrypt(group, members, list, nonce);
            if (lists.isEmpty()) {
                throw new IllegalArgumentException("Nobody to give the keys to");
            }
            return new KeyMessage.Supplement(nonce, keys.getLast().generation(), lists);
        } finally {
            Arrays.fill(list, (byte) 0);
        }
    }

    /**
     * What a message has for admins.
     *
     * @throws DecryptionException if it does not open
     */
    static Secret open(Ed25519KeyPair group, KeyMessage.Full message) throws DecryptionException {
        try (Secret key = adminKey(group)) {
            return Secret.owning(
                    XChaCha20Poly1305.decrypt(key, message.nonce(), message.adminKey(), NOTHING));
        }
    }

    private static List<byte[]> encrypt(
            Ed25519KeyPair group, List<AccountId> members, byte[] plain, byte[] nonce) {
        try (X25519KeyPair pair = group.toX25519()) {
            return MultiRecipient.encrypt(
                    List.of(plain),
                    members.stream().map(AccountId::x25519).toList(),
                    pair,
                    nonce,
                    MEMBER_DOMAIN);
        }
    }

    private static byte[] derived(
            Ed25519KeyPair group, int size, List<AccountId> members, byte[] what) {
        List<byte[]> parts = new ArrayList<>();
        members.forEach(member -> parts.add(ascii(member.hex())));
        parts.add(what);
        byte[] seed = hashOfSeed(group, SEED);
        parts.add(seed);
        try {
            return Blake2b.keyed(size, GENERATION, parts.toArray(byte[][]::new));
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static List<byte[]> junk(Ed25519KeyPair group, byte[] hash, int count) {
        byte[] seed = seed(group);
        byte[] stream;
        try (Secret key =
                Secret.owning(
                        Blake2b.keyed(
                                ChaCha20.KEY_SIZE, JUNK, hash, seed, group.publicKey().bytes()))) {
            stream = ChaCha20.keystream(key, JUNK_NONCE, count * KeyMessage.SEALED_KEY);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
        List<byte[]> junk = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = i * KeyMessage.SEALED_KEY;
            junk.add(Arrays.copyOfRange(stream, from, from + KeyMessage.SEALED_KEY));
        }
        return junk;
    }

    private static Secret adminKey(Ed25519KeyPair group) {
        return Secret.owning(hashOfSeed(group, ADMIN));
    }

    /** 32 bytes. */
    static byte[] hashOfSeed(Ed25519KeyPair pair, byte[] label) {
        byte[] seed = seed(pair);
        try {
            return Blake2b.keyed(32, label, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] seed(Ed25519KeyPair pair) {
        try (Secret seed = pair.seed()) {
            return seed.copy();
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
