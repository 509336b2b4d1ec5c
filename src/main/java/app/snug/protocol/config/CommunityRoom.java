/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A room of a community server, in the one form that all devices use as key ({@code protocol/04}
 * §8.4).
 *
 * @param baseUrl scheme and host in lower case, the port unless it is the usual one, no path
 * @param room as its server writes it
 */
public record CommunityRoom(String baseUrl, String room) {

    private static final int MAX_URL = 267;
    private static final Pattern URL =
            Pattern.compile(
                    "(https?)://([0-9a-z](?:[-.0-9a-z]*[0-9a-z])?|\\[[:0-9a-f]+])(?::([0-9]{1,5}))?/?");
    private static final Pattern ROOM = Pattern.compile("[-0-9_A-Za-z]{1,64}");

    /**
     * @throws IllegalArgumentException if this is no http or https address, or no room's name
     */
    public CommunityRoom {
        baseUrl = canonical(baseUrl);
        if (!ROOM.matcher(room).matches()) {
            throw new IllegalArgumentException("Not the name of a room");
        }
    }

    /** The room's name as key. */
    public String key() {
        return room.toLowerCase(Locale.ROOT);
    }

    private static String canonical(String url) {
        Matcher parts = URL.matcher(url.toLowerCase(Locale.ROOT));
        if (url.length() > MAX_URL || !parts.matches()) {
            throw new IllegalArgumentException("Not the address of a community server");
        }
        String scheme = parts.group(1);
        String base = scheme + "://" + parts.group(2);
        String port = parts.group(3);
        if (port == null) {
            return base;
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("Not the address of a community server");
        }
        int usual = scheme.equals("https") ? 443 : 80;
        return number == usual ? base : base + ":" + number;
    }
}
