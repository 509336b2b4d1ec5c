/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256. */
public final class Hmac {

    /** Looked up once: looking through all providers each time holds threads up. */
    private static final Provider PROVIDER = provider();

    private Hmac() {}

    private static Provider provider() {
        try {
            return Mac.getInstance("HmacSHA256").getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256", e);
        }
    }

    public static byte[] sha256(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256", PROVIDER);
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
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
