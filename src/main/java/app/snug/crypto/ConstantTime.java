/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.security.MessageDigest;

/** Comparison that takes as long for a near miss as for a wide one. */
public final class ConstantTime {

    private ConstantTime() {}

    public static boolean equal(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }
}
