/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.ConstantTime;
import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Proves that whoever sets the household up can read the server's log: 80 random bits, which nobody
 * guesses however often they may try. So the right code is always taken: no stranger's tries hold
 * its owner up. What is wrong is limited.
 */
final class SetupCode {

    /** Without letters that look like digits (Crockford's alphabet). */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int CHARACTERS = 16;
    private static final int GROUP = 4;
    private static final int LONGEST_INPUT = 64;
    private static final int TRIES = 20;
    private static final Duration REFILL = Duration.ofSeconds(10);

    private final String code;
    private final Throttle tries;

    SetupCode(InstantSource clock, SecureRandom random) {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i++) {
            drawn.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        this.code = drawn.toString();
        this.tries = new Throttle(TRIES, REFILL, clock, random);
    }

    /** For the log, such as {@code k7m2-9xqv-04hn-b8dz}. */
    String readable() {
        return code.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    /**
     * @param given in any case, with or without dashes and spaces
     * @throws RefusedException WRONG_CODE or TOO_MANY_TRIES
     */
    void check(String given) throws RefusedException {
        if (!ConstantTime.equal(bytes(code), bytes(plain(given)))) {
            throw new RefusedException(
                    tries.take("") ? Refusal.WRONG_CODE : Refusal.TOO_MANY_TRIES);
        }
    }

    private static String plain(String given) {
        if (given.length() > LONGEST_INPUT) {
            return "";
        }
        return given.toLowerCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('o', '0')
                .replace('i', '1')
                .replace('l', '1');
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
