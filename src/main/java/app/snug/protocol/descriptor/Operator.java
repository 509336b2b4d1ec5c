/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.Ed25519PublicKey;
import java.util.regex.Pattern;

/**
 * Somebody who decides, with the others, who belongs to the network.
 *
 * @param name for people: 1 to 40 letters, digits, spaces, dots, hyphens, underscores
 */
public record Operator(String name, Ed25519PublicKey key) {

    private static final Pattern NAME =
            Pattern.compile(
                    "[\\p{L}\\p{M}\\p{N}]([\\p{L}\\p{M}\\p{N} ._-]{0,38}[\\p{L}\\p{M}\\p{N}._-])?");

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    public Operator {
        requireName(name);
    }

    /**
     * @throws IllegalArgumentException with a sentence for people, if nobody can be called so
     */
    public static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "An operator's name has 1 to 40 letters, digits, spaces, dots or hyphens.");
        }
    }
}
