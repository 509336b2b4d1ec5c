/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.message.Picture;
import java.time.Instant;
import java.util.Optional;

/** Changes to a {@link GroupMember}. */
public final class GroupMemberEdit extends RecordEdit {

    GroupMemberEdit(BencodeDict record) {
        super(record);
        if (record.isEmpty()) {
            positive("I", GroupMember.NOT_SENT);
        }
        if (Fields.flag(record, "A") || Fields.number(record(), "I") <= 0) {
            // Whoever has come needs no history any more.
            flag("s", false);
        }
        lastingText("n", Fields.text(record, "n"));
    }

    /** Cut to 100 bytes. */
    public GroupMemberEdit name(String name) {
        lastingText("n", Utf8.cut(name, MAX_NAME_BYTES));
        return this;
    }

    public GroupMemberEdit picture(Optional<Picture> picture) {
        picture("p", "q", picture);
        return this;
    }

    public GroupMemberEdit profileUpdatedAt(Optional<Instant> time) {
        seconds("t", time);
        return this;
    }

    public GroupMemberEdit withHistory(boolean history) {
        flag("s", history);
        return this;
    }

    public GroupMemberEdit inviteNotSent() {
        return invitation(GroupMember.NOT_SENT);
    }

    public GroupMemberEdit inviteFailed() {
        return invitation(GroupMember.FAILED);
    }

    public GroupMemberEdit inviteSent() {
        return invitation(GroupMember.SENT);
    }

    public GroupMemberEdit inviteAccepted() {
        flag("s", false);
        return invitation(0);
    }

    public GroupMemberEdit promotionNotSent() {
        return promotion(GroupMember.NOT_SENT);
    }

    public GroupMemberEdit promotionFailed() {
        return promotion(GroupMember.FAILED);
    }

    public GroupMemberEdit promotionSent() {
        return promotion(GroupMember.SENT);
    }

    public GroupMemberEdit promotionAccepted() {
        return promotion(0);
    }

    /** To be removed as soon as an admin's device gets to it. */
    public GroupMemberEdit removed(boolean withMessages) {
        positive("I", 0);
        positive("P", 0);
        positive("R", withMessages ? 2 : 1);
        return this;
    }

    /** Of no account for an admin, who is past it. */
    private GroupMemberEdit invitation(long state) {
        positive("I", Fields.flag(record(), "A") ? 0 : state);
        return this;
    }

    private GroupMemberEdit promotion(long state) {
        positive("I", 0);
        flag("A", true);
        positive("P", state);
        return this;
    }

    /** An invitation or promotion is waiting to be sent. */
    boolean isUnsent() {
        return Fields.number(record(), "R") <= 0
                && Fields.number(record(), Fields.flag(record(), "A") ? "P" : "I")
                        == GroupMember.NOT_SENT;
    }
}
