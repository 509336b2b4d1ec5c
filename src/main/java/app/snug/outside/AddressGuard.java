/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.outside;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what may be reached for somebody else: public addresses, and what was named before.
 * Otherwise anybody could reach the operator's own network through this program.
 */
public final class AddressGuard {

    private static final int[][] RESERVED = {
        {0x00000000, 8}, // this network
        {0x0a000000, 8}, // private
        {0x64400000, 10}, // carrier-grade NAT
        {0x7f000000, 8}, // loopback
        {0xa9fe0000, 16}, // link-local, metadata services
        {0xac100000, 12}, // private
        {0xc0000000, 24}, // IETF protocol assignments
        {0xc0000200, 24}, // documentation
        {0xc0586300, 24}, // 6to4 relays
        {0xc0a80000, 16}, // private
        {0xc6120000, 15}, // benchmarks
        {0xc6336400, 24}, // documentation
        {0xcb007100, 24}, // documentation
        {0xe0000000, 4}, // multicast
        {0xf0000000, 4}, // reserved, broadcast
    };

    private final Set<String> named;

    /**
     * @param named hosts allowed whatever their address is, as {@code host:port}
     */
    public AddressGuard(List<String> named) {
        this.named =
                named.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /** As {@link #resolveAll}, the first of them. */
    public Optional<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return resolveAll(host, port).stream().findFirst();
    }

    /**
     * The addresses to connect to, looked up once so that they cannot change behind our back; empty
     * if none is allowed.
     */
    public List<InetSocketAddress> resolveAll(String host, int port) throws UnknownHostException {
        if (port < 1 || port > 0xffff || !isHostName(host)) {
            return List.of();
        }
        boolean any = named.contains(host.toLowerCase(Locale.ROOT) + ":" + port);
        return Arrays.stream(InetAddress.getAllByName(host))
                .filter(address -> any || isPublic(address))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private static boolean isHostName(String host) {
        return !host.isEmpty()
                && host.length() <= 253
                && host.chars()
                        .allMatch(c ->
                                c < 0x80
                                        && (Character.isLetterOrDigit(c)
                                                || c == '.'
                                                || c == '-'
                                                || c == '_'));
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            int value = 0;
            for (byte b : bytes) {
                value = value << 8 | b & 0xff;
            }
            for (int[] range : RESERVED) {
                if (value >>> 32 - range[1] == range[0] >>> 32 - range[1]) {
                    return false;
                }
            }
            return true;
        }
        // Only global unicast, without the ranges that carry IPv4 addresses inside.
        boolean globalUnicast = (bytes[0] & 0xe0) == 0x20;
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        boolean special = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        boolean documentation =
                bytes[0] == 0x20
                        && bytes[1] == 0x01
                        && (bytes[2] & 0xff) == 0x0d
                        && (bytes[3] & 0xff) == 0xb8;
        return globalUnicast && !sixToFour && !special && !documentation;
    }
}
