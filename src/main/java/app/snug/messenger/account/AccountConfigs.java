/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.ConfigTable.Row;
import app.snug.messenger.account.ConfigTable.Standing;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.config.ConfigAuthority;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.MalformedConfigException;
import app.snug.protocol.config.SyncedConfig;
import app.snug.protocol.config.UserSeal;
import app.snug.protocol.identity.AccountKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The configs of all accounts. They stay in memory between transactions, since each load of an
 * edited one costs a number of its own, and too many numbers make the edits of other devices
 * worthless ({@code protocol/04} §3). What a transaction that fails did to them is forgotten.
 */
public final class AccountConfigs {

    private final ConfigTable table;
    private final Vaults vaults;
    private final Function<Account, AccountKeys> keys;
    private final InstantSource networkTime;
    private final Map<AccountRef, Configs> inMemory = new ConcurrentHashMap<>();
    private final List<Consumer<AccountRef>> listeners = new CopyOnWriteArrayList<>();

    AccountConfigs(
            JdbcClient jdbc,
            Vaults vaults,
            Function<Account, AccountKeys> keys,
            InstantSource networkTime) {
        this.table = new ConfigTable(jdbc);
        this.vaults = vaults;
        this.keys = keys;
        this.networkTime = networkTime;
    }

    /** Calls the listener after a commit that leaves something to push; it must return at once. */
    public void onUnpushed(Consumer<AccountRef> listener) {
        listeners.add(listener);
    }

    /** Since when the swarm lacks something of the account. */
    public Optional<Instant> unpushedSince(AccountRef account) {
        return table.unpushedSince(account);
    }

    /** The account's configs, within the transaction of a writer to the account. */
    public Configs of(Account account, Ledger.Entries entries) {
        Vault vault = vaults.of(account.owner());
        Configs present = inMemory.get(account.ref());
        if (present != null && present.inUse.isHeldByCurrentThread()) {
            return present;
        }
        Configs configs = take(account, vault);
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCompletion(int status) {
                        if (status != STATUS_COMMITTED) {
                            drop(account.ref(), configs);
                        }
                        configs.inUse.unlock();
                    }
                });
        entries.atEnd(() -> save(account.ref(), vault, configs, entries));
        return configs;
    }

    private Configs take(Account account, Vault vault) {
        while (true) {
            Configs configs = inMemory.computeIfAbsent(account.ref(), ref -> load(account, vault));
            configs.inUse.lock();
            if (!configs.isClosed()) {
                return configs;
            }
            configs.inUse.unlock();
            inMemory.remove(account.ref(), configs);
        }
    }

    private Configs load(Account account, Vault vault) {
        AccountKeys own = keys.apply(account);
        Map<ConfigType, ConfigSlot> slots = new EnumMap<>(ConfigType.class);
        for (ConfigType type : Configs.TYPES) {
            Optional<Row> row = table.find(account.ref(), vault, type);
            UserSeal seal = new UserSeal(type, own);
            try {
                SyncedConfig config =
                        row.isPresent()
                                ? SyncedConfig.load(
                                        row.get().dump(), type, seal, ConfigAuthority.UNSIGNED)
                                : SyncedConfig.fresh(type, seal, ConfigAuthority.UNSIGNED);
                slots.put(
                        type,
                        new ConfigSlot(type, config, row.map(Row::standing).orElse(Standing.NEW)));
            } catch (MalformedConfigException e) {
                own.close();
                throw new IllegalStateException("The database was altered: " + type, e);
            }
        }
        return new Configs(own, slots);
    }

    private void save(AccountRef account, Vault vault, Configs configs, Ledger.Entries entries) {
        for (ConfigSlot slot : configs.slots()) {
            Row row = slot.save(networkTime.instant());
            if (row != null) {
                table.save(account, vault, slot.type(), row);
                if (slot.config().isDirty()) {
                    entries.afterCommit(() -> listeners.forEach(each -> each.accept(account)));
                }
            }
        }
    }

    private void drop(AccountRef account, Configs configs) {
        inMemory.remove(account, configs);
        configs.close();
    }

    /** Forgets what is in memory, with the keys, once nobody uses it. */
    public void forget(AccountRef account) {
        Configs present = inMemory.get(account);
        if (present == null) {
            return;
        }
        present.inUse.lock();
        try {
            drop(account, present);
        } finally {
            present.inUse.unlock();
        }
    }

    /** What is stored, for looking only. */
    public <T> T read(Account account, Function<Configs, T> work) {
        Configs configs = load(account, vaults.of(account.owner()));
        try {
            return work.apply(configs);
        } finally {
            configs.close();
        }
    }
}
