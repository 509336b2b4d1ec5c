/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import java.nio.file.Path;
import java.util.List;

/** Something to measure in a minute or less. Add it to {@link Benchmarks#scenarios}. */
interface Scenario {

    /** What {@code ./snug bench NAME} compares with. */
    String name();

    /** Whether it is left out where no name was given. */
    default boolean isOnlyOnRequest() {
        return false;
    }

    /**
     * @param directory empty, for this run alone
     * @throws Exception if anything in it did not work: a wrong answer is no figure
     */
    List<Figure> measure(Path directory) throws Exception;
}
