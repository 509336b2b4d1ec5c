/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.conversation;

import app.snug.messenger.Account;
import app.snug.messenger.Change;
import app.snug.messenger.ConversationId;
import app.snug.messenger.ConversationSettings;
import app.snug.messenger.Conversations;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.AccountConfigs;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.config.ConversationKey;
import app.snug.protocol.identity.AccountId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The conversations in the database. */
public final class StoredConversations implements Conversations {

    private static final int MOST = 200;

    private final ConversationTable table;
    private final SettingsTable settings;
    private final Timers timers;
    private final AccountConfigs configs;
    private final ReadListener listener;
    private final Ledger ledger;
    private final Vaults vaults;
    private final InstantSource networkTime;

    public StoredConversations(
            ConversationTable table,
            SettingsTable settings,
            Timers timers,
            AccountConfigs configs,
            ReadListener listener,
            Ledger ledger,
            Vaults vaults,
            InstantSource networkTime) {
        this.table = table;
        this.settings = settings;
        this.timers = timers;
        this.configs = configs;
        this.listener = listener;
        this.ledger = ledger;
        this.vaults = vaults;
        this.networkTime = networkTime;
    }

    @Override
    public List<Summary> list(Account account, Optional<Summary> before, int limit) {
        check(limit);
        Vault vault = vaults.of(account.owner());
        return table.list(account.ref(), before, limit).stream()
                .map(row -> summary(account, vault, row))
                .toList();
    }

    @Override
    public List<Summary> requests(Account account, Optional<Summary> before, int limit) {
        check(limit);
        Vault vault = vaults.of(account.owner());
        return table.requests(account.ref(), before, limit).stream()
                .map(row -> summary(account, vault, row))
                .toList();
    }

    private static void check(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " conversations");
        }
    }

    @Override
    public Overview overview(Account account) {
        return table.overview(account.ref(), networkTime.instant());
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
        if (find(account, id)
                .filter(c -> c.unread() > 0 || c.settings().markedUnread())
                .isEmpty()) {
            return;
        }
        ledger.change(
                account.ref(),
                entries ->
                        table.peer(account.ref(), id)
                                .ifPresent(peer -> read(account, id, peer, entries)));
    }

    private void read(Account account, ConversationId id, AccountId peer, Ledger.Entries entries) {
        Instant before = settings.lastRead(id);
        boolean changed = settings.readUpTo(id, settings.newest(id));
        if (!(settings.markUnread(id, false) || changed)) {
            return;
        }
        Instant to = settings.lastRead(id);
        listener.read(account, id, peer, before, to, entries);
        timers.read(account.ref(), id, before, to, entries);
        configs.of(account, entries)
                .markers()
                .edit(
                        new ConversationKey.Person(peer),
                        networkTime.instant(),
                        marker -> marker.lastRead(to).unread(false));
        entries.add(Change.Kind.CONVERSATION_CHANGED, id);
    }

    private static Summary summary(Account account, Vault vault, ConversationTable.Row row) {
        Optional<String> name =
                ContactTable.open(
                        vault, ContactTable.nameRow(account.ref(), row.peer()), row.name());
        Optional<String> nickname =
                ContactTable.open(
                        vault, ContactTable.nicknameRow(account.ref(), row.peer()), row.nickname());
        boolean self = row.peer().equals(account.id());
        return new Summary(
                row.id(),
                row.peer(),
                self,
                nickname.or(() -> name),
                row.lastActivity(),
                Optional.ofNullable(row.last()).map(last -> last.open(vault)),
                row.unread(),
                new ConversationSettings(
                        row.settings().priority(),
                        row.settings().notifications(),
                        row.settings().mutedUntil(),
                        row.markedUnread(),
                        name,
                        nickname,
                        self || row.approved(),
                        row.approvedMe(),
                        row.blocked(),
                        row.settings().disappearing()),
                Optional.ofNullable(row.picture()));
    }
}
