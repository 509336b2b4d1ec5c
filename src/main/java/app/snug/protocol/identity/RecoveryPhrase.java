/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

/** The recovery password: 12 words and a checksum word ({@code protocol/01} §1.4). */
public final class RecoveryPhrase {

    private RecoveryPhrase() {}

    /** Words that are no recovery password. */
    public static final class InvalidPhraseException extends Exception {

        InvalidPhraseException(String message) {
            super(message);
        }
    }
}
