/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.storage;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Concatenation;
import app.snug.protocol.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The name of a stored message: 43 base64 characters ({@code protocol/02} §7.4). */
public record MessageHash(String value) {

    public static final int LENGTH = 43;

    /**
     * @throws IllegalArgumentException unless there are 43 characters
     */
    public MessageHash {
        if (value.length() != LENGTH) {
            throw new IllegalArgumentException("A message hash has 43 characters");
        }
    }

    /** The hash that every node gives these bytes; depends on neither time nor sender. */
    public static MessageHash of(AccountId account, Namespace namespace, byte[] data) {
        byte[] hashed =
                Concatenation.of(
                        account.bytes(),
                        namespace.signedPart().getBytes(StandardCharsets.US_ASCII),
                        data);
        return new MessageHash(
                Base64.getEncoder().withoutPadding().encodeToString(Blake2b.hash(32, hashed)));
    }

    @Override
    public String toString() {
        return value;
    }
}
