/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Concatenation;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An encoded dictionary whose last key, {@code ~}, signs all bytes before it ({@code protocol/04}
 * §2.1).
 */
public final class SignedDict {

    static final BencodeString SIGNATURE = BencodeString.of("~");

    private static final byte[] SIGNATURE_KEY = "1:~64:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = {'e'};

    private SignedDict() {}

    /**
     * @param unsigned an encoded dictionary whose keys all come before the signature's
     */
    public static byte[] sign(byte[] unsigned, Ed25519KeyPair signer) {
        byte[] signed = Arrays.copyOf(unsigned, unsigned.length - END.length);
        return Concatenation.of(signed, SIGNATURE_KEY, signer.sign(signed), END);
    }

    /**
     * @param bytes what the dictionary was read from
     * @param verifier whose signature it must bear; without one it needs to bear none
     * @throws MalformedConfigException if it is not signed so
     */
    public static void check(byte[] bytes, BencodeDict dict, @Nullable Ed25519PublicKey verifier)
            throws MalformedConfigException {
        boolean signed = !dict.isEmpty() && dict.key(dict.size() - 1).equals(SIGNATURE);
        if (!signed && verifier == null) {
            return;
        }
        if (!signed
                || !(dict.value(dict.size() - 1) instanceof BencodeString signature)
                || signature.size() != Ed25519PublicKey.SIGNATURE_SIZE) {
            throw new MalformedConfigException("no signature");
        }
        int tail = SIGNATURE_KEY.length + Ed25519PublicKey.SIGNATURE_SIZE + END.length;
        byte[] before = Arrays.copyOf(bytes, bytes.length - tail);
        if (verifier != null && !verifier.verify(before, signature.bytes())) {
            throw new MalformedConfigException("wrong signature");
        }
    }
}
