/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

/** What a figure is to reach. */
record Bar(double value, boolean atLeast) {

    static Bar atLeast(double value) {
        return new Bar(value, true);
    }

    static Bar atMost(double value) {
        return new Bar(value, false);
    }

    boolean isMetBy(double figure) {
        return atLeast ? figure >= value : figure <= value;
    }
}
