/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

/** The end of an account on this server. Nothing of it can be brought back without its words. */
public interface Removals {

    /** Deletes what this server has of it; what lies in the network stays. */
    void fromHere(Account account);

    /**
     * Deletes all that its swarm holds, then what this server has.
     *
     * @throws NotConfirmedException if too few storage nodes confirmed; then nothing was removed
     *     here, and receiving goes on
     */
    void everywhere(Account account) throws NotConfirmedException;

    /** The network did not do its part. */
    final class NotConfirmedException extends Exception {
        public NotConfirmedException(Throwable cause) {
            super("Too few nodes confirmed", cause);
        }
    }
}
