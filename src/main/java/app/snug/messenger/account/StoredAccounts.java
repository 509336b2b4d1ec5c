/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.crypto.Secret;
import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Accounts;
import app.snug.messenger.OwnerId;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.identity.RecoveryPhrase;
import app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException;
import app.snug.protocol.identity.WordList;
import app.snug.protocol.message.SenderProfile;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The accounts in the database. */
public final class StoredAccounts implements Accounts {

    private final AccountTable table;
    private final Vaults vaults;
    private final InstantSource clock;
    private final SecureRandom random;
    private final List<Consumer<Account>> listeners = new CopyOnWriteArrayList<>();

    public StoredAccounts(
            JdbcClient jdbc, Vaults vaults, InstantSource clock, SecureRandom random) {
        this.table = new AccountTable(jdbc);
        this.vaults = vaults;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Account create(OwnerId owner, String displayName) throws InvalidNameException {
        String name = DisplayName.chosen(displayName);
        try (Secret entropy = AccountKeys.newEntropy(random)) {
            return add(owner, entropy, name, false)
                    .orElseThrow(() -> new IllegalStateException("Randomness repeats itself"));
        }
    }

    @Override
    public Account restore(OwnerId owner, String words, String displayName)
            throws InvalidPhraseException, InvalidNameException, AlreadyHereException {
        String name = DisplayName.chosen(displayName);
        try (Secret entropy = RecoveryPhrase.decode(words)) {
            return add(owner, entropy, name, true).orElseThrow(AlreadyHereException::new);
        }
    }

    private Optional<Account> add(OwnerId owner, Secret entropy, String name, boolean wordsKept) {
        Vault vault = vaults.of(owner);
        AccountId id;
        try (AccountKeys keys = AccountKeys.fromEntropy(entropy)) {
            id = keys.id();
        }
        byte[] plain = entropy.copy();
        Optional<Account> added =
                table.insert(
                                owner,
                                id,
                                vault.seal(entropyRow(id), plain),
                                Seals.seal(vault, nameRow(id), name),
                                wordsKept,
                                clock.instant())
                        .map(ref -> new Account(ref, owner, id, name, wordsKept));
        Arrays.fill(plain, (byte) 0);
        added.ifPresent(account -> listeners.forEach(listener -> listener.accept(account)));
        return added;
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
        Vault vault = vaults.of(account.owner());
        table.rename(
                account.ref(), Seals.seal(vault, nameRow(account.id()), name), clock.instant());
    }

    /** The account's keys; close them after use. */
    public AccountKeys keys(Account account) {
        try (Secret entropy = entropy(row(account))) {
            return AccountKeys.fromEntropy(entropy);
        }
    }

    /** What others are told about the account's owner. */
    public SenderProfile profile(Account account) {
        AccountTable.Row row = row(account);
        String name = account(row, vaults.of(row.owner())).displayName();
        return new SenderProfile(name, Optional.of(row.namedAt()));
    }

    /** Calls the listener with each account that comes to this server from now on. */
    public void onAdded(Consumer<Account> listener) {
        listeners.add(listener);
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
