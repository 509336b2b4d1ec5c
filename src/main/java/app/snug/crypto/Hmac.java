/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256. */
public final class Hmac {

    /** Never used itself, only copied: looking through all providers each time costs more. */
    private static final Mac PROTOTYPE = prototype();

    private Hmac() {}

    private static Mac prototype() {
        try {
            Provider provider = Mac.getInstance("HmacSHA256").getProvider();
            return Mac.getInstance("HmacSHA256", provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256", e);
        }
    }

    public static byte[] sha256(byte[] key, byte[]... parts) {
        try {
            Mac mac = (Mac) PROTOTYPE.clone();
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("HMAC-SHA256", e);
        }
    }

    /**
     * As {@link #sha256(byte[], byte[]...)} over a secret message; the result is a secret as well.
     */
    public static Secret sha256(byte[] key, Secret message) {
        return Secret.owning(sha256(key, message.raw()));
    }
}
