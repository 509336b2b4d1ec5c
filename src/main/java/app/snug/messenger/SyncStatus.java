/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How an account here and on its other devices stand to each other. */
public interface SyncStatus {

    Report of(Account account);

    /** The groups and communities that the account is in. */
    List<Membership> memberships(Account account);

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
     * @param group or else a community
     * @param name as our devices know it; may be empty
     * @param reference the group's id, or the community's link
     * @param invited an invitation that was not answered
     */
    record Membership(
            boolean group, String name, String reference, int priority, boolean invited) {}
}
