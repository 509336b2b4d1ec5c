/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names one wish to send, so that it makes one message however often it arrives.
 *
 * @param value 1 to 64 letters, digits and hyphens
 */
public record SendToken(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9-]{1,64}");

    public SendToken {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a token");
        }
    }

    /** What somebody outside says; empty if it is no token. */
    public static Optional<SendToken> of(String value) {
        return FORM.matcher(value).matches() ? Optional.of(new SendToken(value)) : Optional.empty();
    }

    /** Of a wish that nobody will repeat. */
    public static SendToken random() {
        return new SendToken(UUID.randomUUID().toString());
    }
}
