/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list beside every page of the house.
 *
 * @param account whose
 * @param newest number of the newest change that is shown
 * @param face where one's own picture is; null if there is none
 * @param more the conversation behind which the list goes on, 0 at its end
 * @param unread messages in all conversations that are not silenced
 * @param door who waits to be let in
 * @param continued this is not the beginning of the list
 * @param wordsKept the recovery words are written down
 * @param unreadable messages that could not be read
 */
public record Side(
        long account,
        long newest,
        String name,
        String initial,
        int hue,
        @Nullable String face,
        Connection connection,
        List<Row> rows,
        long more,
        int unread,
        Door door,
        boolean continued,
        boolean wordsKept,
        long unreadable) {

    /**
     * Message requests.
     *
     * @param knocking one is newer than those that were put away
     */
    public record Door(int requests, boolean knocking) {}

    /** The network in a word and a dot. */
    public record Connection(String key, String dot, int nodes) {}
}
