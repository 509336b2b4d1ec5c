/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.ConstantTime;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What browsers keep of those who logged in there: {@code number.tag.tag…}. The number is random;
 * each tag is made with the server key over number and login, so it names nobody to whoever reads
 * it, cannot be made up, and outlasts a restart.
 */
final class KnownBrowsers {

    private static final String PURPOSE = "known-browser";
    private static final int NUMBER_SIZE = 12;
    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_-]{16}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    /** A family shares a tablet; whoever logged in least recently is forgotten. */
    private static final int LOGINS = 4;

    private static final int LONGEST = 16 + LOGINS * 44;

    private final ServerKey serverKey;
    private final SecureRandom random;

    KnownBrowsers(ServerKey serverKey, SecureRandom random) {
        this.serverKey = serverKey;
        this.random = random;
    }

    /** The browser's number, if its member has logged in there with that login. */
    Optional<String> known(String kept, String loginKey) {
        List<String> parts = parts(kept);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        byte[] wanted = tag(parts.getFirst(), loginKey).getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        for (String tag : parts.subList(1, parts.size())) {
            known |= ConstantTime.equal(wanted, tag.getBytes(StandardCharsets.UTF_8));
        }
        return known ? Optional.of(parts.getFirst()) : Optional.empty();
    }

    /** What it is to keep after a login. */
    String remember(String kept, String loginKey) {
        List<String> parts = parts(kept);
        String number = parts.isEmpty() ? number() : parts.getFirst();
        String newest = tag(number, loginKey);
        Stream<String> others =
                parts.stream().skip(1).filter(tag -> !tag.equals(newest)).limit(LOGINS - 1);
        return Stream.concat(Stream.of(number, newest), others).reduce((a, b) -> a + "." + b).get();
    }

    /** Number and tags; none if that is not what we have given. */
    private static List<String> parts(String kept) {
        if (kept.length() > LONGEST) {
            return List.of();
        }
        List<String> parts = List.of(kept.split("\\.", -1));
        boolean ours =
                NUMBER.matcher(parts.getFirst()).matches()
                        && parts.stream().skip(1).allMatch(tag -> TAG.matcher(tag).matches());
        return ours ? parts : List.of();
    }

    private String number() {
        byte[] drawn = new byte[NUMBER_SIZE];
        random.nextBytes(drawn);
        return TEXT.encodeToString(drawn);
    }

    private String tag(String number, String loginKey) {
        return TEXT.encodeToString(serverKey.tag(PURPOSE, number + "\n" + loginKey));
    }
}
