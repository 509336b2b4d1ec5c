/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How an account here and on its other devices stand to each other. */
public interface SyncStatus {

    Report of(Account account);

    /** The groups and communities that the account is in, or was until it was removed. */
    List<Membership> memberships(Account account);

    /** Versions of what devices share that could not be read, of all parts. */
    long unreadable(Account account);

    /** How far an account has come back from the network. */
    enum Stage {
        /** Name, contacts and the like are being looked for. */
        LOOKING,
        /** Messages are being read. */
        READING,
        /** All that the network still had is here. */
        DONE
    }

    /** What devices share. */
    enum Part {
        PROFILE,
        CONTACTS,
        READ_MARKERS,
        GROUPS
    }

    /**
     * @param unreadableMessages messages from the network that could not be read, ever
     * @param parts in the order of {@link Part}
     * @param unsharedSince the oldest change here that other devices have not got yet
     * @param sharedAt when a change of this device was last shared
     */
    record Report(
            Stage stage,
            int contacts,
            int conversations,
            int readMarkers,
            int groups,
            int communities,
            long messages,
            long unreadableMessages,
            List<PartReport> parts,
            Optional<Instant> unsharedSince,
            Optional<Instant> sharedAt) {}

    /**
     * @param newest when the newest version was stored in the network; empty if there is none
     * @param unreadable versions that could not be read, perhaps of a newer app; they stay where
     *     they are
     */
    record PartReport(Part part, Optional<Instant> newest, long unreadable) {}

    /**
     * @param name as our devices know it; may be empty
     * @param reference the group's id, or the community's link
     */
    record Membership(Kind kind, String name, String reference, Place place) {

        /** What it is a membership of. */
        public enum Kind {
            GROUP,
            COMMUNITY,
            /** A closed group as apps made them until 2025; no app can use it any more. */
            OLD_GROUP
        }

        /** Where the account stands. */
        public enum Place {
            INSIDE,
            /** An invitation that was not answered. */
            INVITED,
            /** Somebody took the account out. */
            REMOVED,
            /** The group was deleted for everybody. */
            DISSOLVED
        }
    }
}
