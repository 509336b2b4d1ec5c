/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.Picture;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Changes to a {@link Contact}. */
public final class ContactEdit extends RecordEdit {

    ContactEdit(BencodeDict record) {
        super(record);
        lastingText("n", Fields.text(record, "n"));
    }

    /** Cut to 100 bytes: the contact chose it, we cannot refuse it. */
    public ContactEdit name(String name) {
        lastingText("n", Utf8.cut(name, MAX_NAME_BYTES));
        return this;
    }

    /**
     * @throws IllegalArgumentException if it has more than 100 bytes
     */
    public ContactEdit nickname(String nickname) {
        text("N", Utf8.fitting(nickname, MAX_NAME_BYTES));
        return this;
    }

    public ContactEdit picture(Optional<Picture> picture) {
        picture("p", "q", picture);
        return this;
    }

    public ContactEdit profileUpdatedAt(Optional<Instant> time) {
        seconds("t", time);
        return this;
    }

    public ContactEdit approved(boolean approved) {
        flag("a", approved);
        return this;
    }

    public ContactEdit approvedMe(boolean approved) {
        flag("A", approved);
        return this;
    }

    public ContactEdit blocked(boolean blocked) {
        flag("b", blocked);
        return this;
    }

    /** More than 0: pinned, higher first; −1: hidden. */
    public ContactEdit pinned(int priority) {
        priority(priority);
        return this;
    }

    /** A person cannot be mentioned to oneself: mentions alone become all. */
    public ContactEdit notifications(Notifications when) {
        Notifications stored = when == Notifications.MENTIONS_ONLY ? Notifications.ALL : when;
        positive("@", stored.ordinal());
        return this;
    }

    public ContactEdit mutedUntil(Optional<Instant> time) {
        seconds("!", time);
        return this;
    }

    public ContactEdit disappearing(Optional<Disappearing> disappearing) {
        positive("e", disappearing.map(value -> value.mode().ordinal() + 1).orElse(0));
        timer("E", disappearing.map(Disappearing::timer));
        return this;
    }

    public ContactEdit createdAt(Optional<Instant> time) {
        seconds("j", time);
        return this;
    }

    public ContactEdit features(Set<Long> bits) {
        numbers("f", bits);
        return this;
    }
}
