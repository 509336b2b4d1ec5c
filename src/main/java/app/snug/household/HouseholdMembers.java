/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Secret;
import app.snug.household.StoredMember.PassphraseLock;
import app.snug.messenger.OwnerId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/** The members in the database, and what opens their vaults. */
final class HouseholdMembers implements Members {

    private static final Logger LOG = LoggerFactory.getLogger(HouseholdMembers.class);

    private final MemberTable table;
    private final Invitations invitations;
    private final TransactionOperations transaction;
    private final OpenVaults vaults;
    private final VaultLocks locks;
    private final ServerKey serverKey;
    private final SetupCode setupCode;
    private final LoginTries tries;
    private final KnownBrowsers browsers;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile boolean setUp;

    HouseholdMembers(
            MemberTable table,
            Invitations invitations,
            TransactionOperations transaction,
            OpenVaults vaults,
            VaultLocks locks,
            ServerKey serverKey,
            SetupCode setupCode,
            LoginTries tries,
            InstantSource clock,
            SecureRandom random) {
        this.table = table;
        this.invitations = invitations;
        this.transaction = transaction;
        this.vaults = vaults;
        this.locks = locks;
        this.serverKey = serverKey;
        this.setupCode = setupCode;
        this.tries = tries;
        this.browsers = new KnownBrowsers(serverKey, random);
        this.clock = clock;
        this.random = random;
    }

    /** Opens the vaults of those who stay connected. */
    void openVaults() {
        for (StoredMember member : table.all()) {
            byte[] wrapped = member.vaultByServer();
            if (wrapped == null) {
                continue;
            }
            try {
                vaults.open(member.id(), serverKey.unwrap(member.id(), wrapped));
            } catch (DecryptionException e) {
                LOG.warn(
                        "The server key does not open the vault of {}; it stays locked until the"
                                + " next login",
                        member.id().value());
            }
        }
    }

    @Override
    public boolean isSetUp() {
        if (!setUp) {
            setUp = !table.isEmpty();
        }
        return setUp;
    }

    @Override
    public Member setUp(String code, String login, Secret passphrase) throws RefusedException {
        if (isSetUp()) {
            throw new RefusedException(Refusal.ALREADY_SET_UP);
        }
        setupCode.check(code);
        LoginName name = LoginName.of(login);
        try (Secret chosen = Passphrase.chosen(passphrase)) {
            return admit(name, chosen, true, () -> true);
        } catch (DuplicateKeyException e) {
            throw new RefusedException(Refusal.ALREADY_SET_UP);
        }
    }

    @Override
    public Invitation invite(OwnerId by) throws RefusedException {
        known(by);
        return invitations.create(by);
    }

    @Override
    public List<OpenInvitation> openInvitations() {
        return invitations.open();
    }

    @Override
    public void withdraw(OwnerId by, long invitation) throws RefusedException {
        if (!invitations.withdraw(invitation, by, known(by).owner())) {
            throw new RefusedException(Refusal.NOT_ALLOWED);
        }
    }

    @Override
    public boolean admits(String token) {
        return invitations.admits(token);
    }

    @Override
    public Member join(String token, String login, Secret passphrase, String clientAddress)
            throws RefusedException {
        // Asked before the costly work, and again by using the invitation up.
        if (!invitations.admits(token)) {
            throw new RefusedException(Refusal.INVITATION_INVALID);
        }
        LoginName name = LoginName.of(login);
        try (Secret chosen = Passphrase.chosen(passphrase)) {
            return join(token, name, chosen, tries.beginJoining(clientAddress));
        }
    }

    private Member join(String token, LoginName name, Secret chosen, LoginTries.Try thisTry)
            throws RefusedException {
        // The same here: the insert has the last word.
        if (table.withLogin(name.key()).isPresent()) {
            throw new RefusedException(Refusal.LOGIN_TAKEN);
        }
        try {
            Member member = admit(name, chosen, false, () -> invitations.consume(token));
            thisTry.succeeded();
            return member;
        } catch (DuplicateKeyException e) {
            throw new RefusedException(Refusal.LOGIN_TAKEN);
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.BUSY) {
                thisTry.dropped();
            }
            throw e;
        }
    }

    @Override
    public Member logIn(String login, Secret passphrase, Visitor from) throws RefusedException {
        Optional<LoginName> name = name(login);
        String key = name.map(LoginName::key).orElse("");
        LoginTries.Try thisTry = tries.begin(key, from.address(), browsers.known(from.kept(), key));
        try (Secret entered = Passphrase.entered(passphrase)) {
            Optional<StoredMember> found = name.flatMap(n -> table.withLogin(n.key()));
            if (found.isEmpty()) {
                locks.workInVain(entered);
                throw new RefusedException(Refusal.WRONG_LOGIN);
            }
            StoredMember member = found.get();
            Secret vaultKey =
                    locks.unlock(member.id(), member.lock(), entered)
                            .orElseThrow(() -> new RefusedException(Refusal.WRONG_LOGIN));
            thisTry.succeeded();
            try {
                refresh(member, vaultKey, entered);
            } finally {
                vaults.open(member.id(), vaultKey);
            }
            return member.member();
        } catch (RefusedException e) {
            switch (e.refusal()) {
                case PASSPHRASE_TOO_LONG -> throw new RefusedException(Refusal.WRONG_LOGIN);
                case BUSY -> thisTry.dropped();
                default -> {}
            }
            throw e;
        }
    }

    @Override
    public String remember(OwnerId id, String kept) {
        return table.withId(id)
                .map(member -> browsers.remember(kept, member.login().key()))
                .orElse(kept);
    }

    @Override
    public Member changePassphrase(OwnerId id, Secret old, Secret chosen, Visitor from)
            throws RefusedException {
        StoredMember member = known(id);
        try (Secret next = Passphrase.chosen(chosen)) {
            logIn(member.login().shown(), old, from);
            try (Secret vaultKey = Secret.owning(vaults.of(id).withKey(Secret::copy))) {
                PassphraseLock lock = locks.lock(id, vaultKey, next);
                if (!table.replaceLock(id, member.lock(), lock)) {
                    // Another browser was quicker: the old one is no longer the right one.
                    throw new RefusedException(Refusal.WRONG_LOGIN);
                }
            }
        }
        return known(id).member();
    }

    @Override
    public Optional<Member> find(OwnerId id) {
        return table.withId(id).map(StoredMember::member);
    }

    @Override
    public List<Member> all() {
        return table.all().stream().map(StoredMember::member).toList();
    }

    @Override
    public void stayConnected(OwnerId id, boolean on) {
        table.setVaultByServer(
                id, on ? vaults.of(id).withKey(key -> serverKey.wrap(id, key, random)) : null);
    }

    /** What must hold in the transaction that admits a member. */
    private interface Admission {
        boolean granted();
    }

    private Member admit(LoginName name, Secret chosen, boolean owner, Admission admission)
            throws RefusedException {
        OwnerId id = new OwnerId(UUID.randomUUID());
        Secret vaultKey = Secret.random(VaultLocks.VAULT_KEY_SIZE, random);
        try {
            StoredMember member =
                    new StoredMember(
                            id,
                            name,
                            owner,
                            clock.instant().truncatedTo(ChronoUnit.MICROS),
                            locks.lock(id, vaultKey, chosen),
                            serverKey.wrap(id, vaultKey, random));
            boolean admitted =
                    transaction.execute(status -> {
                        if (!admission.granted()) {
                            return false;
                        }
                        table.insert(member);
                        return true;
                    });
            if (!admitted) {
                throw new RefusedException(Refusal.INVITATION_INVALID);
            }
            vaults.open(id, vaultKey);
            return member.member();
        } catch (RefusedException | RuntimeException e) {
            vaultKey.close();
            throw e;
        }
    }

    /** Brings up to date what could not be without the passphrase. */
    private void refresh(StoredMember member, Secret vaultKey, Secret passphrase) {
        if (locks.isOutdated(member.lock())) {
            try {
                PassphraseLock lock = locks.renew(member.id(), member.lock(), vaultKey, passphrase);
                table.replaceLock(member.id(), member.lock(), lock);
            } catch (RefusedException e) {
                LOG.debug("Too busy: the lock of {} stays for now", member.id().value());
            }
        }
        byte[] wrapped = member.vaultByServer();
        if (wrapped == null) {
            return;
        }
        try {
            serverKey.unwrap(member.id(), wrapped).close();
        } catch (DecryptionException e) {
            LOG.info("The vault of {} now goes by the present server key", member.id().value());
            table.replaceVaultByServer(member.id(), serverKey.wrap(member.id(), vaultKey, random));
        }
    }

    private StoredMember known(OwnerId id) throws RefusedException {
        return table.withId(id).orElseThrow(() -> new RefusedException(Refusal.NOT_ALLOWED));
    }

    private static Optional<LoginName> name(String login) {
        try {
            return Optional.of(LoginName.of(login));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }
}
