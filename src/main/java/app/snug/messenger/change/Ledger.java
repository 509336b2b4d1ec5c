/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.change;

import app.snug.messenger.AccountRef;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The way to write to an account. One writer at a time holds the account's row, so that changes are
 * numbered in the order in which they are committed and no reader ever sees a gap.
 */
public final class Ledger {

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Consumer<AccountRef> changed;

    /**
     * @param changed told after a commit that brought changes; must return at once
     */
    public Ledger(
            JdbcClient jdbc, TransactionOperations transaction, Consumer<AccountRef> changed) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.changed = changed;
    }

    /** Runs the work in one transaction that no other writer to this account overlaps. */
    public <T extends @Nullable Object> T write(AccountRef account, Function<Entries, T> work) {
        return transaction.execute(status -> {
            long last =
                    jdbc.sql("select last_change from account where id = ? for no key update")
                            .param(account.value())
                            .query(Long.class)
                            .single();
            Entries entries = new Entries();
            T result = work.apply(entries);
            entries.endings.forEach(Runnable::run);
            if (!entries.lines.isEmpty()) {
                append(account, last, entries.lines);
                entries.afterCommit(() -> changed.accept(account));
            }
            afterCommit(entries.followUps);
            return result;
        });
    }

    /** As {@link #write}, where there is nothing to return. */
    public void change(AccountRef account, Consumer<Entries> work) {
        write(
                account,
                entries -> {
                    work.accept(entries);
                    return account;
                });
    }

    private void append(AccountRef account, long last, SequencedSet<Line> lines) {
        jdbc.sql(
                        """
                        insert into account_change (account, number, kind, conversation, message)
                        select ?, ? + c.place, c.kind, c.conversation, c.message
                        from unnest(?::text[], ?::bigint[], ?::bigint[]) with ordinality
                             as c (kind, conversation, message, place)
                        """)
                .params(
                        account.value(),
                        last,
                        lines.stream().map(line -> line.kind().name()).toArray(String[]::new),
                        lines.stream()
                                .map(line -> line.conversation().value())
                                .toArray(Long[]::new),
                        lines.stream()
                                .map(line -> line.message().map(MessageId::value).orElse(null))
                                .toArray(Long[]::new))
                .update();
        jdbc.sql("update account set last_change = ? where id = ?")
                .params(last + lines.size(), account.value())
                .update();
    }

    private static void afterCommit(List<Runnable> followUps) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        followUps.forEach(Runnable::run);
                    }
                });
    }

    private record Line(
            Change.Kind kind, ConversationId conversation, Optional<MessageId> message) {}

    /** What a transaction will have changed; equal entries count once. */
    public static final class Entries {

        private final SequencedSet<Line> lines = new LinkedHashSet<>();
        private final List<Runnable> endings = new ArrayList<>();
        private final List<Runnable> followUps = new ArrayList<>();

        private Entries() {}

        public void add(Change.Kind kind, ConversationId conversation) {
            lines.add(new Line(kind, conversation, Optional.empty()));
        }

        public void add(Change.Kind kind, ConversationId conversation, MessageId message) {
            lines.add(new Line(kind, conversation, Optional.of(message)));
        }

        /** Runs the work when all other work of the transaction is done, still inside it. */
        public void atEnd(Runnable work) {
            endings.add(work);
        }

        /**
         * @param followUp wakes somebody; must return at once and not touch the database, whose
         *     connection is still in use
         */
        public void afterCommit(Runnable followUp) {
            followUps.add(followUp);
        }
    }
}
