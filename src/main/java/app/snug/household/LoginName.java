/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import java.text.Normalizer;
import java.util.Locale;

/**
 * What a member logs in with.
 *
 * @param shown as the member writes it: NFKC, trimmed, 1 to 64 code points
 * @param key as it is compared: without case and without characters nobody sees
 */
record LoginName(String shown, String key) {

    static final int LONGEST = 64;

    /** Far above what can shrink to 64 code points; bounds the work of normalising. */
    private static final int LONGEST_INPUT = 1024;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /**
     * @throws RefusedException LOGIN_EMPTY or LOGIN_TOO_LONG
     */
    static LoginName of(String given) throws RefusedException {
        if (given.length() > LONGEST_INPUT) {
            throw new RefusedException(Refusal.LOGIN_TOO_LONG);
        }
        String normal = Normalizer.normalize(given, Normalizer.Form.NFKC);
        // Some scripts and emoji need the joiners, but a name must not differ by them alone.
        String shown = without(normal, false).strip();
        String key = caseless(without(shown, true)).strip();
        if (key.isEmpty()) {
            throw new RefusedException(Refusal.LOGIN_EMPTY);
        }
        if (shown.codePointCount(0, shown.length()) > LONGEST) {
            throw new RefusedException(Refusal.LOGIN_TOO_LONG);
        }
        return new LoginName(shown, key);
    }

    private static String without(String text, boolean joinersToo) {
        return text.codePoints()
                .filter(c ->
                        switch (Character.getType(c)) {
                            case Character.CONTROL, Character.SURROGATE -> false;
                            case Character.FORMAT ->
                                    !joinersToo
                                            && (c == ZERO_WIDTH_JOINER
                                                    || c == ZERO_WIDTH_NON_JOINER);
                            default -> true;
                        })
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String caseless(String text) {
        return Normalizer.normalize(
                text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }
}
