/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.porch;

import app.snug.messenger.OwnerId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets a form do its deed once, however often it is sent: on a double click, or by a script that
 * did not hear the answer. Remembers the forms of late, until a restart.
 */
@Component
final class Once {

    private static final int REMEMBERED = 5000;
    private static final int LONGEST = 64;

    private final Map<Form, Outcome> outcomes =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Form, Outcome> eldest) {
                            return size() > REMEMBERED;
                        }
                    });

    private record Form(OwnerId owner, String number) {}

    private static final class Outcome {
        private final ReentrantLock turn = new ReentrantLock();
        private @Nullable Long made;
    }

    /**
     * A turn at a form's deed; others with the same form wait for its end.
     *
     * @param form drawn by the page; without one every turn is the first
     */
    Turn take(OwnerId owner, String form) {
        boolean numbered = !form.isEmpty() && form.length() <= LONGEST;
        Outcome outcome =
                numbered
                        ? outcomes.computeIfAbsent(new Form(owner, form), unused -> new Outcome())
                        : new Outcome();
        outcome.turn.lock();
        return new Turn(outcome);
    }

    /** Knows what the form has made; ends with {@link #close}. */
    static final class Turn implements AutoCloseable {

        private final Outcome outcome;

        private Turn(Outcome outcome) {
            this.outcome = outcome;
        }

        /** Whether the deed is still to be done. */
        boolean isFirst() {
            return outcome.made == null;
        }

        void made(long id) {
            outcome.made = id;
        }

        /** What it made, now or before. */
        long made() {
            return Objects.requireNonNull(outcome.made);
        }

        @Override
        public void close() {
            outcome.turn.unlock();
        }
    }
}
