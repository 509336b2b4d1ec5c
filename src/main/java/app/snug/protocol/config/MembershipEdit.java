/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import java.time.Instant;
import java.util.Optional;

/** Changes to what all memberships have in common. */
public class MembershipEdit extends RecordEdit {

    MembershipEdit(BencodeDict record) {
        super(record);
    }

    /** More than 0: pinned, higher first; −1: hidden. */
    public void pinned(int priority) {
        priority(priority);
    }

    public void joinedAt(Optional<Instant> time) {
        seconds("j", time);
    }

    public void notifications(Notifications when) {
        positive("@", when.ordinal());
    }

    public void mutedUntil(Optional<Instant> time) {
        seconds("!", time);
    }

    public void invited(boolean invited) {
        flag("i", invited);
    }
}
