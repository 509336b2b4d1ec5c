/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.Secret;
import app.snug.messenger.OwnerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The people of the household and their logins. */
public interface Members {

    /** Whether the household has been set up, that is, has an owner. */
    boolean isSetUp();

    /**
     * The first member, who owns the household.
     *
     * @param code the one-time code printed in the log
     * @throws RefusedException WRONG_CODE, TOO_MANY_TRIES, ALREADY_SET_UP, or what is wrong with
     *     name or passphrase
     */
    Member setUp(String code, String login, Secret passphrase) throws RefusedException;

    /**
     * An invitation for one person, for seven days; the token is shown once and not kept. Any
     * member may invite.
     *
     * @throws RefusedException NOT_ALLOWED if there is no such member
     */
    Invitation invite(OwnerId by) throws RefusedException;

    /** Open invitations of the household, newest first, without their tokens. */
    List<OpenInvitation> openInvitations();

    /**
     * Takes an invitation back: one's own, or as the owner any.
     *
     * @throws RefusedException NOT_ALLOWED
     */
    void withdraw(OwnerId by, long invitation) throws RefusedException;

    /** Whether a token still admits someone. */
    boolean admits(String token);

    /**
     * Joins by an invitation, which is then used up; a refusal leaves it open.
     *
     * @throws RefusedException INVITATION_INVALID, LOGIN_TAKEN, TOO_MANY_TRIES, BUSY, or what is
     *     wrong with name or passphrase
     */
    Member join(String token, String login, Secret passphrase, String clientAddress)
            throws RefusedException;

    /**
     * Checks a login and, if it is right, opens the vault. Takes as long for an unknown login as
     * for a wrong passphrase.
     *
     * @throws RefusedException WRONG_LOGIN, TOO_MANY_TRIES or BUSY
     */
    Member logIn(String login, Secret passphrase, Visitor from) throws RefusedException;

    /**
     * What a browser in which a member has logged in is to keep from now on. With it, its tries are
     * counted apart, so that no stranger's tries keep the member out there. It says nothing to
     * whoever reads it.
     *
     * @param kept what it has kept so far; empty if nothing
     */
    String remember(OwnerId id, String kept);

    /**
     * Locks the vault by another passphrase; the vault itself, and whether the server may open it,
     * stay as they are.
     *
     * @param old counts as a try to log in
     * @return with another {@link Member#lock}
     * @throws RefusedException WRONG_LOGIN, TOO_MANY_TRIES or BUSY, or PASSPHRASE_TOO_SHORT or
     *     PASSPHRASE_TOO_LONG of the chosen one
     */
    Member changePassphrase(OwnerId id, Secret old, Secret chosen, Visitor from)
            throws RefusedException;

    Optional<Member> find(OwnerId id);

    List<Member> all();

    /**
     * "Stay connected while I am away": whether the server may open the vault by itself.
     *
     * @throws app.snug.messenger.VaultLockedException if it is to be turned on and the vault is
     *     locked
     */
    void stayConnected(OwnerId id, boolean on);

    /**
     * A person of the household.
     *
     * @param lock names the present passphrase and tells nothing of it
     */
    record Member(
            OwnerId id,
            String login,
            boolean owner,
            boolean staysConnected,
            Instant since,
            String lock) {}

    /**
     * Who tries to log in.
     *
     * @param kept what the browser has kept of {@link #remember}; empty if nothing
     */
    record Visitor(String address, String kept) {}

    /**
     * For one person.
     *
     * @param token 144 random bits, for the link
     */
    record Invitation(long id, String token, Instant expires) {}

    /** An invitation not used yet. */
    record OpenInvitation(long id, String invitedBy, Instant created, Instant expires) {}

    /** Why something was not done. */
    enum Refusal {
        WRONG_CODE,
        ALREADY_SET_UP,
        LOGIN_EMPTY,
        LOGIN_TOO_LONG,
        LOGIN_TAKEN,
        PASSPHRASE_TOO_SHORT,
        PASSPHRASE_TOO_LONG,
        INVITATION_INVALID,
        WRONG_LOGIN,
        TOO_MANY_TRIES,
        /** Too many passphrases are being tried at once; another try soon may be lucky. */
        BUSY,
        NOT_ALLOWED
    }

    /** A refusal with its reason; nothing was changed. */
    final class RefusedException extends Exception {
        private final Refusal refusal;

        public RefusedException(Refusal refusal) {
            super(refusal.name());
            this.refusal = refusal;
        }

        public Refusal refusal() {
            return refusal;
        }
    }
}
