/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.crypto;

/**
 * Refusal to open a box, a seal or an AEAD. Says which, never why in detail, and carries no data.
 */
public final class DecryptionException extends Exception {

    public DecryptionException(String what) {
        super(what, null, false, false);
    }
}
