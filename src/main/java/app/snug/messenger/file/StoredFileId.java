/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.file;

import java.util.regex.Pattern;

/**
 * Names a kept file among those of its owner, such as {@code 17} or {@code 17.small}.
 *
 * @param value 1 to 64 small letters, digits, dots and hyphens, a letter or digit first
 */
public record StoredFileId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    /**
     * @throws IllegalArgumentException if it is no name of a file
     */
    public StoredFileId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("Not the id of a kept file");
        }
    }

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }
}
