/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Accounts kept on this server. Whatever reads or writes sealed data needs the owner's vault to be
 * open, else throws {@link VaultLockedException}.
 */
public interface Accounts {

    /** Makes a new account from fresh randomness. */
    Account create(OwnerId owner, String displayName) throws InvalidNameException;

    /**
     * Brings back an account from its recovery words, 13 or 25, or from the digits of its seed. It
     * is there at once; what the network still has of it follows.
     *
     * @param displayName taken only if the network remembers none
     * @throws app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException naming the wrong
     *     word
     * @throws AlreadyHereException if this server already keeps that account, for whomever
     */
    Account restore(OwnerId owner, String words, String displayName)
            throws app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException,
                    InvalidNameException,
                    AlreadyHereException;

    /**
     * As {@link #restore}, and if another owner has the account here, it moves: what this server
     * kept of it goes, since it is sealed under that owner's vault. Whoever has the words is the
     * account, so they alone decide.
     *
     * @throws AlreadyHereException if it is this owner's already, or has just moved elsewhere; then
     *     nothing has changed
     */
    Account moveHere(OwnerId owner, String words, String displayName)
            throws app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException,
                    InvalidNameException,
                    AlreadyHereException;

    /**
     * When an account of this owner moved to another one; empty once the owner knows, or has made a
     * further account.
     */
    Optional<Instant> departure(OwnerId owner);

    /** The owner knows of it. */
    void noteDeparture(OwnerId owner);

    /** An owner's accounts, oldest first. */
    List<Account> of(OwnerId owner);

    /** The account, if it is this owner's. */
    Optional<Account> find(OwnerId owner, AccountRef ref);

    /** The 13 recovery words; 25 of an account of the early days. */
    String recoveryWords(Account account);

    void confirmWordsKept(Account account);

    void rename(Account account, String displayName) throws InvalidNameException;

    /** How many messages could not be read, without those that the owner knows of. */
    long unreadable(Account account);

    /** The owner knows of so many messages that could not be read. */
    void noteUnreadable(Account account, long known);

    /** A display name that is empty or over 100 bytes. */
    final class InvalidNameException extends Exception {
        private final int bytes;

        /**
         * @param bytes length of the name in UTF-8; 0 if there is none
         */
        public InvalidNameException(int bytes) {
            super("Display name of " + bytes + " bytes");
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    /** This server already keeps the account. */
    final class AlreadyHereException extends Exception {
        private final boolean own;

        /**
         * @param own whether for the same owner
         */
        public AlreadyHereException(boolean own) {
            super("The account is already kept here");
            this.own = own;
        }

        public boolean own() {
            return own;
        }
    }
}
