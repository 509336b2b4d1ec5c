/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Concatenation;
import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.SealedBox;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The encryption of a message for one person, version 1: signed by the sender, then put in a box
 * that only the recipient opens ({@code protocol/01} §2.3). What is signed names the recipient, so
 * nobody can pass a message on as if it had been written to someone else.
 */
public final class SealedMessage {

    /** Bytes that sealing adds. */
    public static final int OVERHEAD =
            SealedBox.OVERHEAD + Ed25519PublicKey.SIZE + Ed25519PublicKey.SIGNATURE_SIZE;

    private static final int SIGNED_BY = Ed25519PublicKey.SIZE + Ed25519PublicKey.SIGNATURE_SIZE;
    private static final byte[] EPHEMERAL_KEY =
            "SessionBoxEphemeralHashKey".getBytes(StandardCharsets.US_ASCII);

    private static final Senders SENDERS = new Senders();

    private SealedMessage() {}

    /**
     * What a sealed message holds.
     *
     * @param sender whose signature it bears
     * @param plain the padded content
     */
    public record Opened(AccountId sender, byte[] plain) {}

    /**
     * @throws IllegalArgumentException if nobody can have the recipient's key, because it is of low
     *     order; {@link AccountId#parseUser} accepts no such id
     */
    public static byte[] seal(byte[] padded, AccountKeys from, AccountId to, SecureRandom random) {
        try (X25519KeyPair ephemeral = X25519KeyPair.generate(random)) {
            return seal(padded, from, to, ephemeral);
        }
    }

    /**
     * The same bytes for the same message each time, so that equal config messages are stored only
     * once.
     */
    public static byte[] sealDeterministically(byte[] padded, AccountKeys from, AccountId to) {
        try (X25519KeyPair ephemeral = ephemeral(padded, from, to)) {
            return seal(padded, from, to, ephemeral);
        }
    }

    /**
     * @throws MalformedMessageException if it was not sealed for us, was altered, or its signature
     *     is not the named sender's
     */
    public static Opened open(byte[] cipher, AccountKeys own) throws MalformedMessageException {
        byte[] inner = openBox(cipher, own.x25519());
        try {
            if (inner.length < SIGNED_BY) {
                throw new MalformedMessageException("sealed message too short");
            }
            int end = inner.length - SIGNED_BY;
            byte[] plain = Arrays.copyOf(inner, end);
            Ed25519PublicKey sender =
                    Ed25519PublicKey.of(
                            Arrays.copyOfRange(inner, end, end + Ed25519PublicKey.SIZE));
            byte[] signature = Arrays.copyOfRange(inner, end + Ed25519PublicKey.SIZE, inner.length);
            byte[] signed = signedText(plain, sender, own.x25519().publicKey());
            boolean genuine = sender.verify(signed, signature);
            Arrays.fill(signed, (byte) 0);
            if (!genuine) {
                throw new MalformedMessageException("sealed message: wrong signature");
            }
            return new Opened(account(sender), plain);
        } finally {
            Arrays.fill(inner, (byte) 0);
        }
    }

    /** Message ‖ sender's key ‖ signature: what goes into the box. */
    static byte[] sign(byte[] padded, AccountKeys from, AccountId to) {
        Ed25519PublicKey sender = from.ed25519().publicKey();
        byte[] signed = signedText(padded, sender, to.x25519());
        byte[] signature = from.ed25519().sign(signed);
        Arrays.fill(signed, (byte) 0);
        return Concatenation.of(padded, sender.bytes(), signature);
    }

    private static byte[] seal(
            byte[] padded, AccountKeys from, AccountId to, X25519KeyPair ephemeral) {
        if (!to.isUser()) {
            throw new IllegalArgumentException("Only a person opens a sealed message");
        }
        byte[] inner = sign(padded, from, to);
        try {
            return SealedBox.seal(inner, to.x25519(), ephemeral);
        } catch (DecryptionException e) {
            throw new IllegalArgumentException("Recipient's key is of low order", e);
        } finally {
            Arrays.fill(inner, (byte) 0);
        }
    }

    private static X25519KeyPair ephemeral(byte[] padded, AccountKeys from, AccountId to) {
        try (Secret seed = from.ed25519().seed()) {
            byte[] bytes = seed.copy();
            try (Secret ephemeral =
                            Secret.owning(
                                    Blake2b.keyed(32, EPHEMERAL_KEY, bytes, to.key(), padded));
                    Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(ephemeral)) {
                // Both key kinds hash their seed to the same X25519 secret.
                return pair.toX25519();
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    private static byte[] signedText(
            byte[] plain, Ed25519PublicKey sender, X25519PublicKey recipient) {
        return Concatenation.of(plain, sender.bytes(), recipient.bytes());
    }

    private static byte[] openBox(byte[] cipher, X25519KeyPair own)
            throws MalformedMessageException {
        try {
            return SealedBox.open(cipher, own);
        } catch (DecryptionException e) {
            throw new MalformedMessageException("sealed message does not open");
        }
    }

    private static AccountId account(Ed25519PublicKey sender) throws MalformedMessageException {
        try {
            return SENDERS.account(sender);
        } catch (DecryptionException e) {
            throw new MalformedMessageException("sealed message: sender's key is none");
        }
    }
}
