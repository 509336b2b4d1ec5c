/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Change;
import app.snug.messenger.Changes;
import app.snug.messenger.ConversationId;
import app.snug.messenger.MessageId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What has changed, in order, and who wants to know. */
abstract class MemoryChanges implements Changes {

    private final Map<AccountRef, List<Change>> changes = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private long forgotten;

    private record Listener(AccountRef account, Consumer<Change> to, Runnable gone) {}

    public synchronized void forgetChangesUpTo(long number) {
        forgotten = number;
    }

    public synchronized int listeners() {
        return listeners.size();
    }

    /** Open pages of one account. */
    public synchronized long listeners(Account account) {
        return listeners.stream().filter(each -> each.account().equals(account.ref())).count();
    }

    @Override
    public synchronized long newest(Account account) {
        return log(account).size();
    }

    @Override
    public synchronized List<Change> after(Account account, long number, int limit)
            throws TooOldException {
        if (number < forgotten) {
            throw new TooOldException();
        }
        List<Change> all = log(account);
        int from = (int) Math.min(number, all.size());
        return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
    }

    @Override
    public Subscription subscribe(Account account, Consumer<Change> listener, Runnable gone) {
        Listener added = new Listener(account.ref(), listener, gone);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    final void tellGone(AccountRef account) {
        listeners.stream()
                .filter(listener -> listener.account().equals(account))
                .forEach(listener -> listener.gone().run());
    }

    final synchronized void tell(
            Account account, Change.Kind kind, ConversationId id, Optional<MessageId> message) {
        List<Change> log = log(account);
        Change change = new Change(account.ref(), log.size() + 1, kind, id, message);
        log.add(change);
        for (Listener listener : listeners) {
            if (listener.account().equals(account.ref())) {
                listener.to().accept(change);
            }
        }
    }

    private List<Change> log(Account account) {
        return changes.computeIfAbsent(account.ref(), unused -> new ArrayList<>());
    }
}
