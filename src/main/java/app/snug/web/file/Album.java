/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message has besides its words, ready for the template.
 *
 * @param seen pictures and videos that are here
 * @param others everything else
 * @param link what its sender saw of a link; null if nothing
 * @param ask whether its person's files can be wanted once for all
 */
public record Album(
        long conversation,
        long message,
        List<Tile> seen,
        List<Tile> others,
        @Nullable Card link,
        boolean ask) {

    /** Pictures that stand side by side; more of them are behind the last. */
    private static final int ROOM = 3;

    public static final Album EMPTY = new Album(0, 0, List.of(), List.of(), null, false);

    /**
     * A link's page.
     *
     * @param picture null if there is none, or it is not here
     */
    public record Card(String url, String title, String host, @Nullable Tile picture) {}

    public boolean empty() {
        return seen.isEmpty() && others.isEmpty() && link == null;
    }

    /** Whether that is offered here: below the files that wait. */
    public boolean always() {
        return ask && others.stream().anyMatch(Tile::fetchable);
    }

    public List<Tile> shown() {
        return seen.subList(0, Math.min(ROOM, seen.size()));
    }

    /** Pictures that are only to be seen one after the other. */
    public List<Tile> behind() {
        return seen.subList(Math.min(ROOM, seen.size()), seen.size());
    }

    /** For the style sheet: 1, 2 or 3. */
    public int columns() {
        return Math.min(ROOM, seen.size());
    }
}
