/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.condition;

/**
 * A line of the status or the self-check.
 *
 * @param level for the dot and the word at the end
 * @param title what it is about
 * @param text how it is, and where it is amiss the way on
 * @param test names the line for those who look for it
 */
public record Line(Level level, String title, String text, String test) {

    /** How well it is. */
    public enum Level {
        OK("ok", "check.fine", "okc"),
        WAIT("wait", "check.look", "waitc"),
        BAD("bad", "check.amiss", "badc"),
        UNKNOWN("", "check.unknown", "soft");

        private final String dot;
        private final String word;
        private final String colour;

        Level(String dot, String word, String colour) {
            this.dot = dot;
            this.word = word;
            this.colour = colour;
        }

        public String dot() {
            return dot;
        }

        public String word() {
            return word;
        }

        public String colour() {
            return colour;
        }
    }
}
