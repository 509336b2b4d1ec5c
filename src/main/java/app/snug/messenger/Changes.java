/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.List;
import java.util.function.Consumer;

/** The changes of an account, live and after the fact, so that a page can catch up. */
public interface Changes {

    /** The number of the newest change; 0 if there was none. */
    long newest(Account account);

    /**
     * What came after a number, oldest first.
     *
     * @param limit most to return
     * @throws TooOldException if changes after that number have been forgotten: show the page anew
     */
    List<Change> after(Account account, long number, int limit) throws TooOldException;

    /**
     * Calls the listener after each commit, on a thread of its own; keeps polling quick while any
     * subscription of the account is open.
     */
    default Subscription subscribe(Account account, Consumer<Change> listener) {
        return subscribe(account, listener, () -> {});
    }

    /**
     * As above.
     *
     * @param gone called once the account has left this server; it must return at once
     */
    Subscription subscribe(Account account, Consumer<Change> listener, Runnable gone);

    /** Ends with {@link #close}, any number of times. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** The page has slept too long. */
    final class TooOldException extends Exception {
        public TooOldException() {
            super("Changes have been forgotten");
        }
    }
}
