/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.logging;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a line what has the form of something that is nobody's business. A second net: what
 * is logged should not hold any of it in the first place.
 */
final class Scrub {

    private static final int SHOWN = 8;

    /** Account IDs, keys, seeds. Enough stays to tell two of them apart. */
    private static final Pattern HEXADECIMAL = Pattern.compile("\\b[0-9a-fA-F]{32,}\\b");

    private static final Pattern ACCOUNT_ID =
            Pattern.compile("\\b(?:00|03|05|15|25)[0-9a-fA-F]{64}\\b");

    /** Cookies, tokens, ciphertext; both cases and a digit, so that names stay, and no paths. */
    private static final Pattern BASE64 =
            Pattern.compile(
                    "(?<![A-Za-z0-9+_-])(?=[A-Za-z+_-]*[0-9])(?=[A-Z0-9+_-]*[a-z])"
                            + "(?=[a-z0-9+_-]*[A-Z])[A-Za-z0-9+_-]{24,}={0,2}");

    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)\\b(passphrase|password|_csrf|set-cookie|cookie|authorization|token)"
                            + "(\"?\\s*[=:]\\s*\"?)[^\\s\"&,;]+");

    private Scrub() {}

    static String line(String line) {
        String clean = ACCOUNT_ID.matcher(line).replaceAll("(account)");
        clean =
                HEXADECIMAL
                        .matcher(clean)
                        .replaceAll(found -> found.group().substring(0, SHOWN) + "…");
        clean = BASE64.matcher(clean).replaceAll("…");
        return NAMED.matcher(clean)
                .replaceAll(
                        found -> Matcher.quoteReplacement(found.group(1) + found.group(2) + "…"));
    }
}
