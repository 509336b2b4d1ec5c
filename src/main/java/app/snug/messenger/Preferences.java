/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.function.UnaryOperator;

/** What an account's owner prefers on this server; other devices have their own. */
public interface Preferences {

    Preference of(Account account);

    void change(Account account, UnaryOperator<Preference> change);

    /** What a notification is for. */
    enum Notify {
        ALL,
        MENTIONS,
        NONE
    }

    /** What a notification shows. */
    enum NotifyContent {
        FULL,
        NAME,
        NOTHING
    }

    /**
     * As it stands.
     *
     * @param readReceipts tell others what was read, and be told
     * @param typing tell others while writing, and be told
     * @param linkPreviews fetch the titles of links that are written
     * @param enterSends Shift+Enter breaks the line; else the other way round
     * @param autoplay one voice message after another
     */
    record Preference(
            boolean readReceipts,
            boolean typing,
            boolean linkPreviews,
            boolean enterSends,
            boolean autoplay,
            Notify notifyOf,
            NotifyContent notifyContent) {

        /** Of somebody who has changed nothing: whatever tells others something is off. */
        public static final Preference DEFAULT =
                new Preference(false, false, false, true, false, Notify.ALL, NotifyContent.FULL);

        public Preference readReceipts(boolean on) {
            return new Preference(
                    on, typing, linkPreviews, enterSends, autoplay, notifyOf, notifyContent);
        }

        public Preference typing(boolean on) {
            return new Preference(
                    readReceipts, on, linkPreviews, enterSends, autoplay, notifyOf, notifyContent);
        }

        public Preference linkPreviews(boolean on) {
            return new Preference(
                    readReceipts, typing, on, enterSends, autoplay, notifyOf, notifyContent);
        }

        public Preference enterSends(boolean on) {
            return new Preference(
                    readReceipts, typing, linkPreviews, on, autoplay, notifyOf, notifyContent);
        }

        public Preference autoplay(boolean on) {
            return new Preference(
                    readReceipts, typing, linkPreviews, enterSends, on, notifyOf, notifyContent);
        }

        public Preference notifyOf(Notify when) {
            return new Preference(
                    readReceipts, typing, linkPreviews, enterSends, autoplay, when, notifyContent);
        }

        public Preference notifyContent(NotifyContent what) {
            return new Preference(
                    readReceipts, typing, linkPreviews, enterSends, autoplay, notifyOf, what);
        }
    }
}
