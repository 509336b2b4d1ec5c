/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

import app.snug.crypto.Blake2b;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Names a file at a file server ({@code protocol/07} §2.1): 44 characters of base64url that follow
 * from the content, or a number of up to 16 digits as servers of old gave it.
 *
 * @param value safe in a path
 */
public record FileId(String value) {

    private static final int HASH = 33;
    private static final byte[] KEY = {};

    /** The reference uses these bytes as BLAKE2b's salt. */
    private static final byte[] SALT = "SessionFileSvr\0\0".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,44}");

    /**
     * @throws IllegalArgumentException if it can be no file's
     */
    public FileId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("Not a file's id");
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** The id that follows from the bytes. */
    public static FileId of(byte[] file) {
        return new FileId(
                Base64.getUrlEncoder().encodeToString(Blake2b.salted(HASH, KEY, SALT, file)));
    }

    /** Whether it follows from the content; only such files can be kept longer. */
    public boolean isOfContent() {
        return value.length() == HASH / 3 * 4;
    }

    @Override
    public String toString() {
        return value;
    }
}
