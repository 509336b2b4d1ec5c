/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often a login may be tried: 10 times, then once in five minutes; from one address 20 times,
 * then once a minute. A browser in which the login has succeeded is counted by itself, and so,
 * until a restart, is an address: a stranger who tries the login elsewhere does not keep its member
 * out.
 */
final class LoginTries {

    private static final int FOR_A_LOGIN = 10;
    private static final Duration LOGIN_REFILL = Duration.ofMinutes(5);
    private static final int FROM_AN_ADDRESS = 20;
    private static final Duration ADDRESS_REFILL = Duration.ofMinutes(1);
    private static final int PLACES_REMEMBERED = 1000;

    private final Throttle logins;
    private final Throttle addresses;
    private final Set<String> knownPlaces =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > PLACES_REMEMBERED;
                                }
                            }));

    LoginTries(InstantSource clock, SecureRandom random) {
        this.logins = new Throttle(FOR_A_LOGIN, LOGIN_REFILL, clock, random);
        this.addresses = new Throttle(FROM_AN_ADDRESS, ADDRESS_REFILL, clock, random);
    }

    /**
     * Counts a try before it is made, so that many at once gain nothing.
     *
     * @param browser the number of a browser in which the login has succeeded before
     * @throws RefusedException TOO_MANY_TRIES
     */
    Try begin(String loginKey, String clientAddress, Optional<String> browser)
            throws RefusedException {
        if (browser.isPresent()) {
            String own = loginKey + "\n\n" + browser.get();
            if (!logins.take(own)) {
                throw new RefusedException(Refusal.TOO_MANY_TRIES);
            }
            return new Try(own, null, null);
        }
        String from = network(clientAddress);
        String place = loginKey + "\n" + from;
        String counted = knownPlaces.contains(place) ? place : loginKey;
        if (!addresses.take(from)) {
            throw new RefusedException(Refusal.TOO_MANY_TRIES);
        }
        if (!logins.take(counted)) {
            addresses.giveBack(from);
            throw new RefusedException(Refusal.TOO_MANY_TRIES);
        }
        return new Try(counted, from, place);
    }

    /**
     * Counts somebody who wants to join, by the address alone.
     *
     * @throws RefusedException TOO_MANY_TRIES
     */
    Try beginJoining(String clientAddress) throws RefusedException {
        String from = network(clientAddress);
        if (!addresses.take(from)) {
            throw new RefusedException(Refusal.TOO_MANY_TRIES);
        }
        return new Try(null, from, null);
    }

    /** A try under way. */
    final class Try {
        private final @Nullable String counted;
        private final @Nullable String from;
        private final @Nullable String place;

        private Try(@Nullable String counted, @Nullable String from, @Nullable String place) {
            this.counted = counted;
            this.from = from;
            this.place = place;
        }

        void succeeded() {
            if (counted != null) {
                logins.forgive(counted);
            }
            if (from != null) {
                addresses.giveBack(from);
            }
            if (place != null) {
                knownPlaces.add(place);
            }
        }

        /** It was not made at all. */
        void dropped() {
            if (counted != null) {
                logins.giveBack(counted);
            }
            if (from != null) {
                addresses.giveBack(from);
            }
        }
    }

    /** One household's IPv6 addresses share their first 64 bits. */
    private static String network(String clientAddress) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(clientAddress);
        } catch (IllegalArgumentException e) {
            return clientAddress;
        }
        byte[] bytes = address.getAddress();
        return bytes.length == 16
                ? java.util.HexFormat.of().formatHex(bytes, 0, 8)
                : address.getHostAddress();
    }
}
