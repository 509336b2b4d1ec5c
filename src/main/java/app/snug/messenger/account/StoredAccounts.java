/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.crypto.Secret;
import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Accounts;
import app.snug.messenger.OwnerId;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.change.Ledger;
import app.snug.protocol.config.UserProfile;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.identity.RecoveryPhrase;
import app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException;
import app.snug.protocol.identity.WordList;
import app.snug.protocol.message.SenderProfile;
import app.snug.protocol.message.SenderProfile.Portrait;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The accounts in the database. */
public final class StoredAccounts implements Accounts {

    private final AccountTable table;
    private final Vaults vaults;
    private final Ledger ledger;
    private final AccountConfigs configs;
    private final InstantSource clock;
    private final InstantSource networkTime;
    private final SecureRandom random;
    private final List<Consumer<Account>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<AccountRef>> farewells = new CopyOnWriteArrayList<>();
    private final List<Consumer<AccountRef>> mourners = new CopyOnWriteArrayList<>();

    /** Stays so for those that are gone: their numbers are never given again. */
    private final Set<AccountRef> leaving = ConcurrentHashMap.newKeySet();

    /** What is still to be read from the network. */
    public enum Restoring {
        CONFIGS,
        MESSAGES
    }

    /**
     * @param clock this computer's time
     */
    public StoredAccounts(
            JdbcClient jdbc,
            Vaults vaults,
            Ledger ledger,
            InstantSource clock,
            InstantSource networkTime,
            SecureRandom random) {
        this.table = new AccountTable(jdbc);
        this.vaults = vaults;
        this.ledger = ledger;
        this.configs = new AccountConfigs(jdbc, vaults, this::keys, networkTime);
        this.clock = clock;
        this.networkTime = networkTime;
        this.random = random;
    }

    /** What the accounts share with other devices. */
    public AccountConfigs configs() {
        return configs;
    }

    @Override
    public Account create(OwnerId owner, String displayName) throws InvalidNameException {
        String name = DisplayName.chosen(displayName);
        try (Secret entropy = AccountKeys.newEntropy(random)) {
            Account account =
                    add(owner, entropy, name, false, networkTime.instant())
                            .orElseThrow(
                                    () -> new IllegalStateException("Randomness repeats itself"));
            ledger.change(
                    account.ref(),
                    entries -> {
                        // Nobody can have stored anything for it yet.
                        configs.of(account, entries)
                                .profile()
                                .change(
                                        networkTime.instant(),
                                        profile -> profile.name(name).noteToSelfPriority(-1));
                        table.restoring(account.ref(), null);
                    });
            listeners.forEach(listener -> listener.accept(account));
            return account;
        }
    }

    @Override
    public Account restore(OwnerId owner, String words, String displayName)
            throws InvalidPhraseException, InvalidNameException, AlreadyHereException {
        String name = DisplayName.chosen(displayName);
        try (Secret entropy = RecoveryPhrase.decode(words)) {
            Optional<Account> account = addRestored(owner, entropy, name);
            if (account.isEmpty()) {
                throw new AlreadyHereException(
                        table.find(id(entropy))
                                .filter(row -> row.owner().equals(owner))
                                .isPresent());
            }
            listeners.forEach(listener -> listener.accept(account.get()));
            return account.get();
        }
    }

    @Override
    public Account moveHere(OwnerId owner, String words, String displayName)
            throws InvalidPhraseException, InvalidNameException, AlreadyHereException {
        String name = DisplayName.chosen(displayName);
        try (Secret entropy = RecoveryPhrase.decode(words)) {
            Optional<AccountTable.Row> before = table.find(id(entropy));
            if (before.isEmpty()) {
                return restore(owner, words, displayName);
            }
            if (before.get().owner().equals(owner)) {
                throw new AlreadyHereException(true);
            }
            Account account = move(before.get(), owner, entropy, name);
            listeners.forEach(listener -> listener.accept(account));
            return account;
        }
    }

    /** The old rows go and the new one comes in one transaction, or all stays as it was. */
    private Account move(AccountTable.Row before, OwnerId owner, Secret entropy, String name)
            throws AlreadyHereException {
        AccountRef ref = before.ref();
        leave(ref);
        Account account;
        try {
            account =
                    ledger.write(
                            ref,
                            entries -> {
                                table.delete(ref);
                                table.depart(before.owner(), clock.instant());
                                return addRestored(owner, entropy, name).orElseThrow();
                            });
        } catch (RuntimeException e) {
            if (table.find(ref).isEmpty()) {
                // Somebody else was quicker.
                throw new AlreadyHereException(false);
            }
            stay(before);
            throw e;
        }
        gone(ref);
        return account;
    }

    private Optional<Account> addRestored(OwnerId owner, Secret entropy, String name) {
        // Any name that the network remembers is newer.
        return add(owner, entropy, name, true, Instant.EPOCH);
    }

    private static AccountId id(Secret entropy) {
        try (AccountKeys keys = AccountKeys.of(entropy)) {
            return keys.id();
        }
    }

    private Optional<Account> add(
            OwnerId owner, Secret entropy, String name, boolean wordsKept, Instant namedAt) {
        Vault vault = vaults.of(owner);
        AccountId id = id(entropy);
        byte[] plain = entropy.copy();
        Optional<Account> added =
                table.insert(
                                owner,
                                id,
                                vault.seal(entropyRow(id), plain),
                                Seals.seal(vault, nameRow(id), name),
                                wordsKept,
                                namedAt,
                                clock.instant())
                        .map(ref -> new Account(ref, owner, id, name, wordsKept));
        Arrays.fill(plain, (byte) 0);
        if (added.isPresent()) {
            table.forgetDeparture(owner);
        }
        return added;
    }

    @Override
    public Optional<Instant> departure(OwnerId owner) {
        return table.departure(owner);
    }

    @Override
    public void noteDeparture(OwnerId owner) {
        table.forgetDeparture(owner);
    }

    @Override
    public List<Account> of(OwnerId owner) {
        Vault vault = vaults.of(owner);
        return table.of(owner).stream().map(row -> account(row, vault)).toList();
    }

    @Override
    public Optional<Account> find(OwnerId owner, AccountRef ref) {
        return table.find(ref)
                .filter(row -> row.owner().equals(owner))
                .map(row -> account(row, vaults.of(owner)));
    }

    @Override
    public String recoveryWords(Account account) {
        try (Secret entropy = entropy(row(account))) {
            return RecoveryPhrase.encode(entropy, WordList.ENGLISH);
        }
    }

    @Override
    public void confirmWordsKept(Account account) {
        table.keepWords(account.ref());
    }

    @Override
    public void rename(Account account, String displayName) throws InvalidNameException {
        String name = DisplayName.chosen(displayName);
        ledger.change(
                account.ref(),
                entries -> {
                    Instant now = networkTime.instant();
                    configs.of(account, entries)
                            .profile()
                            .change(now, profile -> profile.name(name));
                    adoptName(account, name, now);
                });
    }

    /**
     * The account has a new name; within the transaction.
     *
     * @param at by the network's time, as that of the picture: the later of both is the profile's
     */
    public void adoptName(Account account, String name, Instant at) {
        DisplayName.received(name)
                .ifPresent(shown -> {
                    Vault vault = vaults.of(account.owner());
                    table.rename(
                            account.ref(), Seals.seal(vault, nameRow(account.id()), shown), at);
                });
    }

    /** The account's name as it is now. */
    public String name(Account account) {
        return account(row(account), vaults.of(account.owner())).displayName();
    }

    /** What is still to be read from the network; empty once nothing is. */
    public Optional<Restoring> restoring(Account account) {
        return table.restoring(account.ref());
    }

    /**
     * @param next null if everything has been read
     */
    public void restored(Account account, @Nullable Restoring next) {
        table.restoring(account.ref(), next);
    }

    @Override
    public long unreadable(Account account) {
        return table.unreadable(account.ref());
    }

    @Override
    public void noteUnreadable(Account account, long known) {
        table.noteUnreadable(account.ref(), known);
    }

    /** The account's keys; close them after use. */
    public AccountKeys keys(Account account) {
        try (Secret entropy = entropy(row(account))) {
            return AccountKeys.of(entropy);
        }
    }

    /** What others are told about the account's owner; within the writer's transaction. */
    public SenderProfile profile(Account account, Ledger.Entries entries) {
        AccountTable.Row row = row(account);
        String name = account(row, vaults.of(row.owner())).displayName();
        UserProfile profile = configs.of(account, entries).profile();
        Instant pictured = profile.updatedAt().orElse(Instant.EPOCH);
        Instant at = pictured.isAfter(row.namedAt()) ? pictured : row.namedAt();
        return new SenderProfile(
                name,
                Optional.of(at).filter(Instant.EPOCH::isBefore),
                profile.picture()
                        .<Portrait>map(Portrait.Shown::new)
                        .orElseGet(() ->
                                profile.updatedAt().isPresent()
                                        ? new Portrait.Removed()
                                        : new Portrait.Unchanged()));
    }

    /** Calls the listener with each account that comes to this server from now on. */
    public void onAdded(Consumer<Account> listener) {
        listeners.add(listener);
    }

    /** Calls the listener with each account that is about to go; it may wait a little. */
    public void onLeaving(Consumer<AccountRef> listener) {
        farewells.add(listener);
    }

    /** Calls the listener with each account that has gone; it must return at once. */
    public void onGone(Consumer<AccountRef> listener) {
        mourners.add(listener);
    }

    /** Whether the account is about to go: nothing is to be begun for it. */
    public boolean isLeaving(AccountRef account) {
        return leaving.contains(account);
    }

    void leave(AccountRef account) {
        leaving.add(account);
        farewells.forEach(listener -> listener.accept(account));
    }

    /** It does not go after all. */
    void stay(Account account) {
        leaving.remove(account.ref());
        listeners.forEach(listener -> listener.accept(account));
    }

    /** The same, whether its owner's vault is open or not. */
    private void stay(AccountTable.Row row) {
        leaving.remove(row.ref());
        if (vaults.isOpen(row.owner())) {
            stay(account(row, vaults.of(row.owner())));
        }
    }

    /** With all that belongs to it. */
    void delete(AccountRef account) {
        table.delete(account);
        gone(account);
    }

    private void gone(AccountRef account) {
        configs.forget(account);
        mourners.forEach(listener -> listener.accept(account));
    }

    private AccountTable.Row row(Account account) {
        return table.find(account.ref())
                .filter(row -> row.owner().equals(account.owner()))
                .orElseThrow(() -> new IllegalArgumentException("No such account"));
    }

    private Secret entropy(AccountTable.Row row) {
        return Secret.owning(
                Seals.openBytes(vaults.of(row.owner()), entropyRow(row.id()), row.entropy()));
    }

    private static Account account(AccountTable.Row row, Vault vault) {
        return new Account(
                row.ref(),
                row.owner(),
                row.id(),
                Seals.open(vault, nameRow(row.id()), row.displayName()),
                row.wordsKept());
    }

    private static String entropyRow(AccountId id) {
        return "account/" + id + "/entropy";
    }

    private static String nameRow(AccountId id) {
        return "account/" + id + "/display_name";
    }
}
