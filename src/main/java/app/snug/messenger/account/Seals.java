/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.crypto.DecryptionException;
import app.snug.messenger.Vault;
import java.nio.charset.StandardCharsets;

/** Text under a vault's seal. */
public final class Seals {

    private Seals() {}

    /**
     * @param row as {@link Vault#seal} has it
     */
    public static byte[] seal(Vault vault, String row, String text) {
        return vault.seal(row, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws IllegalStateException if the database gives what was never sealed for this row
     */
    public static String open(Vault vault, String row, byte[] sealed) {
        return new String(openBytes(vault, row, sealed), StandardCharsets.UTF_8);
    }

    /** As {@link #open}, without the text. */
    public static byte[] openBytes(Vault vault, String row, byte[] sealed) {
        try {
            return vault.open(row, sealed);
        } catch (DecryptionException e) {
            throw new IllegalStateException("The database was altered: " + row, e);
        }
    }
}
