/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.crypto.Secret;
import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Accounts;
import app.snug.messenger.OwnerId;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.RecoveryPhrase;
import app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts without keys. */
abstract class MemoryAccounts extends MemoryChanges implements Accounts {

    public static final String WORDS =
            "lantern velvet orchard biscuit harbour pepper window sailing gentle marble thimble"
                    + " autumn harbour";

    private final Random random = new Random(7);
    private final Map<AccountRef, Account> accounts = new LinkedHashMap<>();
    private final Map<AccountRef, Long> unreadable = new LinkedHashMap<>();
    private final Map<OwnerId, Instant> departed = new ConcurrentHashMap<>();
    private long last;

    /** Numbers are everything's together. */
    final synchronized long next() {
        return ++last;
    }

    public AccountId stranger() {
        return new AccountId("05" + randomHex());
    }

    synchronized void forget(Account account) {
        accounts.remove(account.ref());
        tellGone(account.ref());
    }

    public synchronized void garble(Account account, long messages) {
        unreadable.merge(account.ref(), messages, Long::sum);
    }

    @Override
    public synchronized Account create(OwnerId owner, String displayName)
            throws InvalidNameException {
        check(displayName);
        AccountRef ref = new AccountRef(next());
        departed.remove(owner);
        Account account = new Account(ref, owner, stranger(), displayName, false);
        accounts.put(ref, account);
        return account;
    }

    @Override
    public Account restore(OwnerId owner, String words, String displayName)
            throws InvalidPhraseException, InvalidNameException, AlreadyHereException {
        Optional<Account> here = withWords(words);
        if (here.isPresent()) {
            throw new AlreadyHereException(here.get().owner().equals(owner));
        }
        Account made = create(owner, displayName);
        Account account = new Account(made.ref(), owner, id(words), displayName, false);
        accounts.put(made.ref(), account);
        return account;
    }

    @Override
    public Account moveHere(OwnerId owner, String words, String displayName)
            throws InvalidPhraseException, InvalidNameException, AlreadyHereException {
        check(displayName);
        withWords(words)
                .filter(account -> !account.owner().equals(owner))
                .ifPresent(account -> {
                    forget(account);
                    departed(account.owner());
                });
        return restore(owner, words, displayName);
    }

    private synchronized Optional<Account> withWords(String words) throws InvalidPhraseException {
        AccountId id = id(words);
        return accounts.values().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    private static AccountId id(String words) throws InvalidPhraseException {
        try (Secret entropy = RecoveryPhrase.decode(words)) {
            return new AccountId("05" + HexFormat.of().formatHex(entropy.copy()).repeat(2));
        }
    }

    /** An account of theirs has moved to another login. */
    void departed(OwnerId owner) {
        departed.put(owner, PageHouse.NOW);
    }

    @Override
    public Optional<Instant> departure(OwnerId owner) {
        return Optional.ofNullable(departed.get(owner));
    }

    @Override
    public void noteDeparture(OwnerId owner) {
        departed.remove(owner);
    }

    @Override
    public synchronized List<Account> of(OwnerId owner) {
        return accounts.values().stream().filter(a -> a.owner().equals(owner)).toList();
    }

    @Override
    public synchronized Optional<Account> find(OwnerId owner, AccountRef ref) {
        return Optional.ofNullable(accounts.get(ref)).filter(a -> a.owner().equals(owner));
    }

    @Override
    public String recoveryWords(Account account) {
        return WORDS;
    }

    @Override
    public synchronized void confirmWordsKept(Account a) {
        accounts.put(a.ref(), new Account(a.ref(), a.owner(), a.id(), a.displayName(), true));
    }

    @Override
    public synchronized void rename(Account a, String name) throws InvalidNameException {
        check(name);
        accounts.put(a.ref(), new Account(a.ref(), a.owner(), a.id(), name, a.wordsKept()));
    }

    @Override
    public synchronized long unreadable(Account a) {
        return unreadable.getOrDefault(a.ref(), 0L);
    }

    @Override
    public synchronized void noteUnreadable(Account a, long known) {
        unreadable.merge(a.ref(), -known, Long::sum);
    }

    private static void check(String name) throws InvalidNameException {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > 100) {
            throw new InvalidNameException(bytes);
        }
    }

    private String randomHex() {
        byte[] drawn = new byte[32];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
