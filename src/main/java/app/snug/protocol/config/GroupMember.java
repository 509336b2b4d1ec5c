/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Picture;
import java.time.Instant;
import java.util.Optional;

/**
 * A member of a group, as its admins wrote it ({@code protocol/04} §10.2).
 *
 * @param sending this device is sending the invitation or promotion just now
 */
public record GroupMember(AccountId id, BencodeDict fields, boolean sending) {

    /** How far a member has come, in the order of the reference's numbers. */
    public enum Status {
        INVITE_UNKNOWN,
        INVITE_NOT_SENT,
        INVITE_SENDING,
        INVITE_FAILED,
        INVITE_SENT,
        INVITE_ACCEPTED,
        PROMOTION_UNKNOWN,
        PROMOTION_NOT_SENT,
        PROMOTION_SENDING,
        PROMOTION_FAILED,
        PROMOTION_SENT,
        PROMOTION_ACCEPTED,
        REMOVED_UNKNOWN,
        REMOVED,
        REMOVED_WITH_MESSAGES
    }

    static final long SENT = 1;
    static final long FAILED = 2;
    static final long NOT_SENT = 3;

    public String name() {
        return Fields.text(fields, "n");
    }

    public Optional<Picture> picture() {
        return Fields.picture(fields, "p", "q");
    }

    public Optional<Instant> profileUpdatedAt() {
        return Fields.seconds(fields, "t");
    }

    /** An admin, or about to be one. */
    public boolean admin() {
        return Fields.flag(fields, "A");
    }

    /** Invited together with the group's older keys, and not yet here. */
    public boolean withHistory() {
        return Fields.flag(fields, "s") && !admin() && Fields.number(fields, "I") > 0;
    }

    public Status status() {
        long removal = Fields.number(fields, "R");
        if (removal > 0) {
            return removal == 1
                    ? Status.REMOVED
                    : removal == 2 ? Status.REMOVED_WITH_MESSAGES : Status.REMOVED_UNKNOWN;
        }
        return admin() ? promotion() : invitation();
    }

    private Status promotion() {
        long state = Fields.number(fields, "P");
        if (state <= 0) {
            return Status.PROMOTION_ACCEPTED;
        }
        if (state == NOT_SENT) {
            return sending ? Status.PROMOTION_SENDING : Status.PROMOTION_NOT_SENT;
        }
        return state == SENT
                ? Status.PROMOTION_SENT
                : state == FAILED ? Status.PROMOTION_FAILED : Status.PROMOTION_UNKNOWN;
    }

    private Status invitation() {
        long state = Fields.number(fields, "I");
        if (state <= 0) {
            return Status.INVITE_ACCEPTED;
        }
        if (state == NOT_SENT) {
            return sending ? Status.INVITE_SENDING : Status.INVITE_NOT_SENT;
        }
        return state == SENT
                ? Status.INVITE_SENT
                : state == FAILED ? Status.INVITE_FAILED : Status.INVITE_UNKNOWN;
    }
}
