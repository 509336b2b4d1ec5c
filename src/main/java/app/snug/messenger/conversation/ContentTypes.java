/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What files are said to be. */
public final class ContentTypes {

    public static final String ANY = "application/octet-stream";

    private static final Pattern FORM =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}");

    private ContentTypes() {}

    /** A type from outside, without its parameters; {@link #ANY} if it is none. */
    public static String said(Optional<String> contentType) {
        return contentType
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> FORM.matcher(type).matches())
                .orElse(ANY);
    }

    /**
     * Of a file whose bytes do not tell. What it is said to be is kept for its icon, but never that
     * it could be shown.
     */
    public static String ofDocument(String said) {
        String family = said.substring(0, said.indexOf('/') + 1);
        return switch (family) {
            case "image/", "video/", "audio/" -> ANY;
            default -> said;
        };
    }
}
