/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A person we know, as far as our devices share it ({@code protocol/04} §8.2).
 *
 * @param fields as stored, with those that we do not know
 */
public record Contact(AccountId id, BencodeDict fields) {

    /** How the contact calls itself; may be empty. */
    public String name() {
        return Fields.text(fields, "n");
    }

    /** How we call the contact; empty if there is none. */
    public String nickname() {
        return Fields.text(fields, "N");
    }

    public Optional<Picture> picture() {
        return Fields.picture(fields, "p", "q");
    }

    /** Since when name and picture are so, by the contact's word. */
    public Optional<Instant> profileUpdatedAt() {
        return Fields.seconds(fields, "t");
    }

    /** We have accepted or written. */
    public boolean approved() {
        return Fields.flag(fields, "a");
    }

    /** The contact has accepted us. */
    public boolean approvedMe() {
        return Fields.flag(fields, "A");
    }

    public boolean blocked() {
        return Fields.flag(fields, "b");
    }

    /** More than 0: pinned, higher first; −1: hidden. */
    public int priority() {
        return Fields.priority(fields);
    }

    public Notifications notifications() {
        return Notifications.of(Fields.number(fields, "@"));
    }

    public Optional<Instant> mutedUntil() {
        return Fields.seconds(fields, "!");
    }

    public Optional<Disappearing> disappearing() {
        long mode = Fields.number(fields, "e");
        Optional<Duration> timer = Fields.timer(fields, "E");
        if (mode < 1 || mode > Disappearing.Mode.values().length || timer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Disappearing(Disappearing.Mode.values()[(int) mode - 1], timer.get()));
    }

    public Optional<Instant> createdAt() {
        return Fields.seconds(fields, "j");
    }

    /** The contact's Pro features. */
    public Set<Long> features() {
        return Fields.numbers(fields, "f");
    }
}
