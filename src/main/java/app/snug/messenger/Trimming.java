/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/**
 * Deletes messages, with their files, from this server once they are old, if their member wishes
 * that. Note to Self and pinned conversations keep theirs. Neither the network nor another device
 * is told.
 */
public interface Trimming {

    /** What is old. */
    enum Age {
        NEVER(0),
        YEAR(12),
        HALF_YEAR(6),
        QUARTER(3);

        private final int months;

        Age(int months) {
            this.months = months;
        }

        public int months() {
            return months;
        }
    }

    Age of(Account account);

    /** How many messages are that old now. */
    long count(Account account, Age age);

    /**
     * Whether nothing goes now, because this machine's clock and the network's are more than an
     * hour apart: one of them is wrong, and what is gone does not come back.
     */
    boolean waits();

    /** From now on. What is that old already goes at once, a few hundred at a time. */
    void set(Account account, Age age);
}
