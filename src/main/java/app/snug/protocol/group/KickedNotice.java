/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Concatenation;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519KeyPair;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What tells those who were removed from a group, in the only place where they can still read
 * ({@code protocol/04} §14.1).
 */
public final class KickedNotice {

    private static final String DOMAIN = "SessionGroupKickedMessage";
    private static final int KEY = 32;
    private static final int MAX_DIGITS = 18;

    private KickedNotice() {}

    /**
     * @param generation of the group's newest key
     * @param nonce 24 random bytes
     */
    public static byte[] seal(
            Ed25519KeyPair group, List<AccountId> removed, long generation, byte[] nonce) {
        List<byte[]> messages = new ArrayList<>();
        for (AccountId member : removed) {
            messages.add(Concatenation.of(member.key(), KeyIssue.ascii(Long.toString(generation))));
        }
        try (X25519KeyPair from = group.toX25519()) {
            return MultiRecipient.seal(
                    messages,
                    removed.stream().map(AccountId::x25519).toList(),
                    from,
                    nonce,
                    DOMAIN);
        }
    }

    /**
     * The generation of the key under which we were removed; nothing if the notice is not about us.
     * A smaller one than that of our newest key is out of date: we were invited again.
     *
     * @throws MalformedGroupException if this is no notice, or one that contradicts itself
     */
    public static OptionalLong open(byte[] notice, AccountKeys own, AccountId group)
            throws MalformedGroupException {
        Optional<byte[]> plain;
        try {
            plain =
                    MultiRecipient.open(
                            notice,
                            own.x25519(),
                            Ed25519PublicKey.of(group.key()).toX25519(),
                            DOMAIN);
        } catch (DecryptionException e) {
            throw new MalformedGroupException("the group's key is none");
        }
        return plain.isEmpty() ? OptionalLong.empty() : OptionalLong.of(read(plain.get(), own));
    }

    private static long read(byte[] plain, AccountKeys own) throws MalformedGroupException {
        if (plain.length <= KEY || !Arrays.equals(Arrays.copyOf(plain, KEY), own.id().key())) {
            throw new MalformedGroupException("notice about somebody else");
        }
        String digits = new String(plain, KEY, plain.length - KEY, StandardCharsets.ISO_8859_1);
        if (digits.length() > MAX_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new MalformedGroupException("notice without a generation");
        }
        return Long.parseLong(digits);
    }
}
