/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.change;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Change;
import app.snug.messenger.Changes;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Changes as they are stored, and those who follow them. A follower only hears that there is
 * something new and reads it from the database, so nothing is lost, doubled or out of order.
 */
public final class ChangeFeed implements Changes {

    /** Changes of an account that are kept. */
    private static final int KEPT = 10_000;

    private static final int MOST = 10_000;

    private final JdbcClient jdbc;
    private final Map<AccountRef, Set<Follower>> followers = new ConcurrentHashMap<>();
    private final List<Consumer<AccountRef>> watchers = new CopyOnWriteArrayList<>();

    public ChangeFeed(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long newest(Account account) {
        return newest(account.ref());
    }

    long newest(AccountRef account) {
        return jdbc.sql("select last_change from account where id = ?")
                .param(account.value())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    @Override
    public List<Change> after(Account account, long number, int limit) throws TooOldException {
        return after(account.ref(), number, limit);
    }

    List<Change> after(AccountRef account, long number, int limit) throws TooOldException {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " changes");
        }
        List<Change> changes =
                jdbc.sql(
                                """
                                select number, kind, conversation, message from account_change
                                where account = ? and number > ? order by number limit ?
                                """)
                        .params(account.value(), number, limit)
                        .query((row, index) -> {
                            long message = row.getLong("message");
                            return new Change(
                                    account,
                                    row.getLong("number"),
                                    Change.Kind.valueOf(row.getString("kind")),
                                    new ConversationId(row.getLong("conversation")),
                                    row.wasNull()
                                            ? Optional.empty()
                                            : Optional.of(new MessageId(message)));
                        })
                        .list();
        boolean known =
                changes.isEmpty()
                        ? number <= newest(account)
                        : changes.getFirst().number() == number + 1;
        if (!known) {
            throw new TooOldException();
        }
        return changes;
    }

    @Override
    public Subscription subscribe(Account account, Consumer<Change> listener, Runnable gone) {
        AccountRef ref = account.ref();
        Follower follower = new Follower(this, ref, newest(ref), listener, gone);
        followers.compute(
                ref,
                (ignored, present) -> {
                    Set<Follower> all = present == null ? ConcurrentHashMap.newKeySet() : present;
                    all.add(follower);
                    return all;
                });
        follower.start();
        watchers.forEach(watcher -> watcher.accept(ref));
        return follower;
    }

    void remove(Follower follower) {
        followers.computeIfPresent(
                follower.account(),
                (ignored, present) -> {
                    present.remove(follower);
                    return present.isEmpty() ? null : present;
                });
    }

    /** Whether anybody looks at the account. */
    public boolean isWatched(AccountRef account) {
        return followers.containsKey(account);
    }

    /** Calls the listener when somebody begins to look at an account; it must return at once. */
    public void onWatched(Consumer<AccountRef> listener) {
        watchers.add(listener);
    }

    /** There is something new; returns at once. */
    public void changed(AccountRef account) {
        Set<Follower> present = followers.get(account);
        if (present != null) {
            present.forEach(Follower::wake);
        }
    }

    /** The account has left this server; returns at once. */
    public void gone(AccountRef account) {
        Set<Follower> present = followers.get(account);
        if (present != null) {
            present.forEach(Follower::end);
        }
    }

    /** Forgets old changes. */
    public void prune() {
        jdbc.sql(
                        """
                        delete from account_change c using account a
                        where a.id = c.account and c.number <= a.last_change - ?
                        """)
                .param(KEPT)
                .update();
    }
}
