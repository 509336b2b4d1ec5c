/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Secret;
import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * The rules for passphrases: 10 to 1024 code points and nothing else (NIST SP 800-63B-4 §3.1.1.2).
 */
final class Passphrase {

    static final int SHORTEST = 10;
    static final int LONGEST = 1024;

    private static final int LONGEST_UTF_8 = LONGEST * 4;

    private Passphrase() {}

    /**
     * A copy in the form that keys are derived from.
     *
     * @param given UTF-8
     * @throws RefusedException PASSPHRASE_TOO_SHORT or PASSPHRASE_TOO_LONG
     */
    static Secret chosen(Secret given) throws RefusedException {
        Secret normal = entered(given);
        if (codePoints(normal) < SHORTEST) {
            normal.close();
            throw new RefusedException(Refusal.PASSPHRASE_TOO_SHORT);
        }
        return normal;
    }

    /**
     * The same for a login, where a short one is simply wrong.
     *
     * @throws RefusedException PASSPHRASE_TOO_LONG
     */
    static Secret entered(Secret given) throws RefusedException {
        if (given.size() > LONGEST_UTF_8 || codePoints(given) > LONGEST) {
            throw new RefusedException(Refusal.PASSPHRASE_TOO_LONG);
        }
        byte[] bytes = given.copy();
        if (isAscii(bytes)) {
            return Secret.owning(bytes);
        }
        // The same words typed on another keyboard may come composed differently.
        String text = new String(bytes, StandardCharsets.UTF_8);
        Arrays.fill(bytes, (byte) 0);
        return Secret.owning(
                Normalizer.normalize(text, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8));
    }

    private static int codePoints(Secret passphrase) {
        byte[] bytes = passphrase.copy();
        int count = 0;
        for (byte b : bytes) {
            if ((b & 0xC0) != 0x80) {
                count++;
            }
        }
        Arrays.fill(bytes, (byte) 0);
        return count;
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
