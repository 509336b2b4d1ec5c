/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.message.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Changes to a {@link GroupInfo}. */
public final class GroupInfoEdit extends RecordEdit {

    /** Bytes that other apps accept; newer ones offer 600. */
    public static final int MAX_DESCRIPTION_BYTES = 2_000;

    GroupInfoEdit(BencodeDict record) {
        super(record);
    }

    /**
     * @throws IllegalArgumentException if it has more than 100 bytes
     */
    public GroupInfoEdit name(String name) {
        text("n", Utf8.fitting(name, MAX_NAME_BYTES));
        return this;
    }

    public GroupInfoEdit nameCutToFit(String name) {
        text("n", Utf8.cut(name, MAX_NAME_BYTES));
        return this;
    }

    /**
     * @throws IllegalArgumentException if it has more than 2,000 bytes
     */
    public GroupInfoEdit description(String description) {
        text("o", Utf8.fitting(description, MAX_DESCRIPTION_BYTES));
        return this;
    }

    public GroupInfoEdit picture(Optional<Picture> picture) {
        picture("p", "q", picture);
        return this;
    }

    public GroupInfoEdit disappearingTimer(Optional<Duration> timer) {
        timer("E", timer);
        return this;
    }

    public GroupInfoEdit createdAt(Optional<Instant> time) {
        seconds("c", time);
        return this;
    }

    public GroupInfoEdit deleteBefore(Optional<Instant> time) {
        seconds("d", time);
        return this;
    }

    public GroupInfoEdit deleteAttachmentsBefore(Optional<Instant> time) {
        seconds("D", time);
        return this;
    }

    public GroupInfoEdit destroy() {
        flag("!", true);
        return this;
    }
}
