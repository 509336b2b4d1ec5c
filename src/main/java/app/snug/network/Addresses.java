/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.util.regex.Pattern;

/** IPv4 addresses as text; names are never looked up. */
final class Addresses {

    private static final Pattern DOTTED =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    private Addresses() {}

    /** Whether a node can have this address: dotted IPv4, neither “any” nor broadcast. */
    static boolean isUsable(String host) {
        return host.length() <= 15
                && DOTTED.matcher(host).matches()
                && !host.equals("0.0.0.0")
                && !host.equals("255.255.255.255");
    }

    /** The first three numbers. */
    static String subnet(String host) {
        return host.substring(0, host.lastIndexOf('.'));
    }

    /** Whether a usable address belongs to the internet and not to some house. */
    static boolean isPublic(String host) {
        String[] parts = host.split("\\.", -1);
        int a = Integer.parseInt(parts[0]);
        int b = Integer.parseInt(parts[1]);
        boolean house = a == 10 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168);
        boolean carrier = a == 100 && b >= 64 && b < 128;
        boolean special = a == 0 || a == 127 || a >= 224 || (a == 169 && b == 254);
        return !house && !carrier && !special;
    }
}
