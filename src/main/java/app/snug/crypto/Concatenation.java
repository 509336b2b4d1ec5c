/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

/** One array out of several: {@code a ‖ b ‖ c} of the protocol texts. */
public final class Concatenation {

    private Concatenation() {}

    public static byte[] of(byte[]... parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
