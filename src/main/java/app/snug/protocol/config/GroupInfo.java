/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.message.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What all members know of a group; its admins write it ({@code protocol/04} §10.1). */
public final class GroupInfo {

    private final SyncedConfig config;

    public GroupInfo(SyncedConfig config) {
        this.config = config;
    }

    public SyncedConfig config() {
        return config;
    }

    private BencodeDict data() {
        return config.data();
    }

    public String name() {
        return Fields.text(data(), "n");
    }

    public String description() {
        return Fields.text(data(), "o");
    }

    public Optional<Picture> picture() {
        return Fields.picture(data(), "p", "q");
    }

    /** Messages disappear that long after they were sent. */
    public Optional<Duration> disappearingTimer() {
        return Fields.timer(data(), "E");
    }

    public Optional<Instant> createdAt() {
        return Fields.seconds(data(), "c");
    }

    /** Messages sent before are to be deleted. */
    public Optional<Instant> deleteBefore() {
        return Fields.seconds(data(), "d");
    }

    /** Attachments of messages sent before are to be deleted. */
    public Optional<Instant> deleteAttachmentsBefore() {
        return Fields.seconds(data(), "D");
    }

    /** The group is gone, for good. */
    public boolean destroyed() {
        return Fields.flag(data(), "!");
    }

    /**
     * @throws IllegalStateException if we are no admin
     */
    public boolean edit(Consumer<GroupInfoEdit> edit) {
        return config.edit(data -> {
            GroupInfoEdit info = new GroupInfoEdit(data);
            edit.accept(info);
            return info.record();
        });
    }
}
