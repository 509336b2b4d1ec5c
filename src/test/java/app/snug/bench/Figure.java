/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param unit such as {@code /s} or {@code ms}
 * @param bar null where there is none
 * @param note how it was measured, for those who compare
 */
record Figure(String what, double value, String unit, @Nullable Bar bar, String note) {

    static Figure of(String what, double value, String unit, String note) {
        return new Figure(what, value, unit, null, note);
    }

    Figure withBar(Bar other) {
        return new Figure(what, value, unit, other, note);
    }

    String verdict() {
        if (bar == null) {
            return "";
        }
        return bar.isMetBy(value) ? "met" : "NOT met";
    }
}
