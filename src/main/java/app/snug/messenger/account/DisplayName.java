/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.messenger.Accounts.InvalidNameException;
import app.snug.protocol.message.SenderProfile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people call themselves: one line, at most 100 bytes ({@code protocol/01} §4.7). */
public final class DisplayName {

    private static final Pattern SPACE = Pattern.compile("[\\p{Cntrl}\\s]+");

    private DisplayName() {}

    /** Our own, as it was typed. */
    public static String chosen(String typed) throws InvalidNameException {
        String name = oneLine(typed);
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > SenderProfile.MAX_NAME_BYTES) {
            throw new InvalidNameException(bytes);
        }
        return name;
    }

    /** Somebody else's, of which the length is known to be right; empty if nothing is left. */
    public static Optional<String> received(String claimed) {
        return Optional.of(oneLine(claimed)).filter(name -> !name.isEmpty());
    }

    private static String oneLine(String text) {
        return SPACE.matcher(text).replaceAll(" ").strip();
    }
}
