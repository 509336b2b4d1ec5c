/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import java.time.Instant;
import java.util.Optional;

/** What groups and communities have in common in {@link UserGroups}. */
public sealed interface Membership permits GroupMembership, CommunityMembership, LegacyGroup {

    /** As stored, with keys that we do not know. */
    BencodeDict fields();

    /** More than 0: pinned, higher first; −1: hidden. */
    default int priority() {
        return Fields.priority(fields());
    }

    default Optional<Instant> joinedAt() {
        return Fields.seconds(fields(), "j");
    }

    default Notifications notifications() {
        return Notifications.of(Fields.number(fields(), "@"));
    }

    default Optional<Instant> mutedUntil() {
        return Fields.seconds(fields(), "!");
    }

    /** An invitation that we have not answered. */
    default boolean invited() {
        return Fields.flag(fields(), "i");
    }
}
