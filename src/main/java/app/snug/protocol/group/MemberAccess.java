/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Blake2b;
import app.snug.crypto.BlindedEd25519;
import app.snug.crypto.Concatenation;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What lets a member into a group's swarm until an admin revokes it: rights, a factor that hides
 * the member's key, and the group's signature over the token that both make ({@code protocol/04}
 * §12).
 */
public final class MemberAccess {

    /** As invitations and {@code UserGroups} carry it. */
    public static final int SIZE = 100;

    /** What the swarm sees: head and blinded key. */
    public static final int TOKEN_SIZE = 36;

    /** What a token allows, by its bits. */
    public enum Right {
        READ(1),
        WRITE(2),
        DELETE(4);

        private final int bit;

        Right(int bit) {
            this.bit = bit;
        }
    }

    /** Of ordinary members. */
    public static final Set<Right> MEMBER = Set.of(Right.READ, Right.WRITE);

    private static final int ANY_PREFIX = 8;
    private static final int HEAD = 4;
    private static final int FACTOR_END = HEAD + BlindedEd25519.FACTOR_SIZE;
    private static final byte[] MASK = KeyIssue.ascii("SessionGroupSubaccountMask");
    private static final byte[] SEED = KeyIssue.ascii("SubaccountSeed");
    private static final byte[] SIGNATURE = KeyIssue.ascii("SubaccountSig");

    private final Secret bytes;

    private MemberAccess(Secret bytes) {
        this.bytes = bytes;
    }

    /**
     * By an admin, for a member; the same each time.
     *
     * @throws IllegalArgumentException if nobody can have this member's key
     */
    public static MemberAccess grant(Ed25519KeyPair group, AccountId member, Set<Right> rights) {
        try (Secret factor = factor(group, member)) {
            byte[] head = head(rights);
            byte[] token = token(head, factor, member.x25519());
            byte[] plain = factor.copy();
            byte[] whole = Concatenation.of(head, plain, group.sign(token));
            Arrays.fill(plain, (byte) 0);
            return new MemberAccess(Secret.owning(whole));
        } catch (DecryptionException e) {
            throw new IllegalArgumentException("Nobody has this key", e);
        }
    }

    /**
     * What an admin revokes, or gives back, 36 bytes.
     *
     * @throws IllegalArgumentException if nobody can have this member's key
     */
    public static byte[] token(Ed25519KeyPair group, AccountId member, Set<Right> rights) {
        try (Secret factor = factor(group, member)) {
            return token(head(rights), factor, member.x25519());
        } catch (DecryptionException e) {
            throw new IllegalArgumentException("Nobody has this key", e);
        }
    }

    /**
     * @param bytes 100, from outside; {@link #admits} tells whether they are worth something
     * @throws MalformedGroupException if there are more or fewer
     */
    public static MemberAccess of(byte[] bytes) throws MalformedGroupException {
        if (bytes.length != SIZE) {
            throw new MalformedGroupException("a member's access of another size");
        }
        return new MemberAccess(Secret.copyOf(bytes));
    }

    /** 100 bytes, of no use to anybody but the member, and not for others to see. */
    public byte[] bytes() {
        return bytes.copy();
    }

    /** Whether the group really gave this member all of these rights. */
    public boolean admits(AccountId member, AccountId group, Set<Right> rights) {
        byte[] head = part(0, HEAD);
        EnumSet<Right> needed = EnumSet.of(Right.READ);
        needed.addAll(rights);
        boolean anywhere = head[0] == AccountId.GROUP || (head[1] & ANY_PREFIX) != 0;
        if (!anywhere || needed.stream().anyMatch(right -> (head[1] & right.bit) == 0)) {
            return false;
        }
        try {
            return Ed25519PublicKey.of(group.key())
                    .verify(tokenOf(member.x25519()), part(FACTOR_END, SIZE));
        } catch (DecryptionException e) {
            return false;
        }
    }

    /**
     * What a member sends along with a request.
     *
     * @param token 36 bytes
     * @param tokenSignature by the group, 64 bytes
     * @param signature by the member over the request, 64 bytes
     */
    public record Signed(byte[] token, byte[] tokenSignature, byte[] signature) {}

    /**
     * Signs a request to the swarm as the member; the same bytes for the same request.
     *
     * @throws MalformedGroupException if this access is worth nothing
     */
    public Signed sign(AccountKeys member, byte[] request) throws MalformedGroupException {
        byte[] seedHash = KeyIssue.hashOfSeed(member.ed25519(), SEED);
        try (Secret factor = factor()) {
            byte[] token = tokenOf(member.x25519().publicKey());
            byte[] blinded = Arrays.copyOfRange(token, HEAD, TOKEN_SIZE);
            byte[] nonce = Blake2b.keyed(64, SIGNATURE, seedHash, blinded, request);
            byte[] signature = BlindedEd25519.sign(member.x25519(), factor, nonce, request);
            Arrays.fill(nonce, (byte) 0);
            return new Signed(token, part(FACTOR_END, SIZE), signature);
        } catch (DecryptionException e) {
            throw new MalformedGroupException("a member's access that is none");
        } finally {
            Arrays.fill(seedHash, (byte) 0);
        }
    }

    private byte[] tokenOf(X25519PublicKey member) throws DecryptionException {
        try (Secret factor = factor()) {
            return token(part(0, HEAD), factor, member);
        }
    }

    private Secret factor() {
        return Secret.owning(part(HEAD, FACTOR_END));
    }

    private byte[] part(int from, int to) {
        byte[] all = bytes.copy();
        try {
            return Arrays.copyOfRange(all, from, to);
        } finally {
            Arrays.fill(all, (byte) 0);
        }
    }

    private static byte[] token(byte[] head, Secret factor, X25519PublicKey member)
            throws DecryptionException {
        return Concatenation.of(head, BlindedEd25519.publicKey(factor, member).bytes());
    }

    private static byte[] head(Set<Right> rights) {
        int bits = Right.READ.bit;
        for (Right right : rights) {
            bits |= right.bit;
        }
        return new byte[] {AccountId.GROUP, (byte) bits, 0, 0};
    }

    private static Secret factor(Ed25519KeyPair group, AccountId member) {
        byte[] mask = KeyIssue.hashOfSeed(group, MASK);
        AccountId groupId = AccountId.ofGroup(group.publicKey());
        byte[] hash = Blake2b.keyed(64, mask, member.bytes(), groupId.bytes());
        Arrays.fill(mask, (byte) 0);
        try {
            return BlindedEd25519.factor(hash);
        } finally {
            Arrays.fill(hash, (byte) 0);
        }
    }
}
