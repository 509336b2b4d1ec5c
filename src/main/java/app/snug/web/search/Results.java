/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.search;

import java.util.List;

/**
 * What was found, ready for the template.
 *
 * @param asked what was typed
 * @param has what messages must have, a word; empty for anything
 * @param start an Account ID that was typed, to write to; else empty
 * @param next the message behind which to go on; 0 if there is no more
 * @param first whether it is the first page
 * @param count messages on it
 * @param indexing whether some older messages cannot be found yet
 */
public record Results(
        String asked,
        String has,
        String start,
        List<Person> people,
        List<Group> groups,
        List<Doubt> doubts,
        long next,
        boolean first,
        int count,
        boolean indexing) {

    /** A conversation by its name. */
    public record Person(
            long id, String name, String initial, int hue, boolean self, String accountId) {}

    /** Messages of one conversation. */
    public record Group(Person with, List<Hit> hits) {}

    /**
     * A message.
     *
     * @param author empty for one's own
     * @param iso when, for the machine
     * @param time when, for people
     */
    public record Hit(long id, String author, String iso, String time, List<Snippet.Piece> text) {}

    /**
     * A part that is not understood.
     *
     * @param key of the sentence
     */
    public record Doubt(String key, String part) {}

    /** Whether anything was asked for. */
    public boolean wanted() {
        return !asked.isBlank() || !has.isEmpty();
    }

    /** Whether there is nothing to show. */
    public boolean nothing() {
        return people.isEmpty() && groups.isEmpty() && start.isEmpty();
    }
}
