/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.Conversations;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.Seals;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.identity.AccountId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The conversations in the database. */
public final class StoredConversations implements Conversations {

    private static final int MOST = 200;

    private final ConversationTable table;
    private final Ledger ledger;
    private final Vaults vaults;
    private final InstantSource networkTime;

    public StoredConversations(
            ConversationTable table, Ledger ledger, Vaults vaults, InstantSource networkTime) {
        this.table = table;
        this.ledger = ledger;
        this.vaults = vaults;
        this.networkTime = networkTime;
    }

    @Override
    public List<Summary> list(Account account, Optional<Summary> before, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " conversations");
        }
        Vault vault = vaults.of(account.owner());
        return table.list(account.ref(), before, limit).stream()
                .map(row -> summary(account, vault, row))
                .toList();
    }

    @Override
    public Optional<Summary> find(Account account, ConversationId id) {
        Vault vault = vaults.of(account.owner());
        return table.find(account.ref(), id).map(row -> summary(account, vault, row));
    }

    @Override
    public Optional<Summary> with(Account account, AccountId peer) {
        Vault vault = vaults.of(account.owner());
        return table.with(account.ref(), peer).map(row -> summary(account, vault, row));
    }

    @Override
    public Summary start(Account account, AccountId peer) {
        if (!peer.isUser()) {
            throw new IllegalArgumentException("A conversation is with a person");
        }
        Optional<Summary> present = with(account, peer);
        if (present.isPresent()) {
            return present.get();
        }
        ledger.change(
                account.ref(),
                entries ->
                        table.insert(account.ref(), peer, networkTime.instant())
                                .ifPresent(
                                        id -> entries.add(Change.Kind.CONVERSATION_CHANGED, id)));
        return with(account, peer).orElseThrow();
    }

    @Override
    public void markRead(Account account, ConversationId id) {
        if (find(account, id).filter(summary -> summary.unread() > 0).isEmpty()) {
            return;
        }
        ledger.change(
                account.ref(),
                entries -> {
                    if (table.markRead(account.ref(), id)) {
                        entries.add(Change.Kind.CONVERSATION_CHANGED, id);
                    }
                });
    }

    private static Summary summary(Account account, Vault vault, ConversationTable.Row row) {
        return new Summary(
                row.id(),
                row.peer(),
                row.peer().equals(account.id()),
                Optional.ofNullable(row.name())
                        .map(name ->
                                Seals.open(
                                        vault, ContactTable.row(account.ref(), row.peer()), name)),
                row.lastActivity(),
                Optional.ofNullable(row.last()).map(last -> last.open(vault)),
                row.unread());
    }
}
