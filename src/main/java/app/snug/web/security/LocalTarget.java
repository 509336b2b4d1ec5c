/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where a login leads: only ever to a page of this server. */
final class LocalTarget {

    private static final String HOME = "/";
    private static final int LONGEST = 1000;

    private LocalTarget() {}

    /** The page asked for if it is one of ours, else the first page. */
    static String of(@Nullable String asked) {
        return asked != null && isLocal(asked) ? asked : HOME;
    }

    private static boolean isLocal(String asked) {
        return asked.length() <= LONGEST
                && asked.startsWith("/")
                && !asked.startsWith("//")
                && asked.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
    }

    /** Such as {@code &next=%2Ftalk%2F…}; nothing for the first page. */
    static String asParameter(String separator, @Nullable String asked) {
        String target = of(asked);
        return target.equals(HOME)
                ? ""
                : separator + "next=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
    }
}
