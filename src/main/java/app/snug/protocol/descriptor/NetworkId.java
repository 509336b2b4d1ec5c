/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Tells networks apart, whatever they are called: 16 random bytes drawn when one is founded.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record NetworkId(String hex) {

    public static final int SIZE = 16;

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    public NetworkId {
        if (!hex.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException(
                    "The network's number must be 32 hexadecimal digits in lower case.");
        }
    }

    public static NetworkId random(SecureRandom random) {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return new NetworkId(HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
