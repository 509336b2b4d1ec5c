/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.Account;
import app.snug.messenger.AccountRef;
import app.snug.messenger.Content;
import app.snug.messenger.PictureRefusedException;
import app.snug.messenger.ProfilePictures;
import app.snug.messenger.TransferFailure;
import app.snug.messenger.Vault;
import app.snug.messenger.Vaults;
import app.snug.messenger.account.StoredAccounts;
import app.snug.messenger.change.Ledger;
import app.snug.messenger.conversation.PictureTable;
import app.snug.messenger.conversation.PictureTable.Kind;
import app.snug.messenger.file.StoredFileId;
import app.snug.messenger.file.StoredFiles;
import app.snug.protocol.config.UserProfile;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Picture;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Pictures of people in the database and on the disk, and what other devices know of one's own. */
public final class StoredPictures implements ProfilePictures {

    private final PictureTable table;
    private final StoredAccounts accounts;
    private final Ledger ledger;
    private final Vaults vaults;
    private final StoredFiles files;
    private final Kept.Shelf shelf;
    private final InstantSource networkTime;
    private final Runnable carry;

    /**
     * @param carry wakes whoever carries pictures
     */
    StoredPictures(
            PictureTable table,
            StoredAccounts accounts,
            Ledger ledger,
            Vaults vaults,
            StoredFiles files,
            Kept.Shelf shelf,
            InstantSource networkTime,
            Runnable carry) {
        this.table = table;
        this.accounts = accounts;
        this.ledger = ledger;
        this.vaults = vaults;
        this.files = files;
        this.shelf = shelf;
        this.networkTime = networkTime;
        this.carry = carry;
    }

    @Override
    public void choose(Account account, byte[] picture)
            throws PictureRefusedException, IOException {
        Kept kept = shelf.keepSquare(account.owner(), picture);
        ledger.change(
                account.ref(),
                entries -> {
                    table.stored(account.ref(), kept.stored());
                    table.carry(account.ref(), Kind.UPLOAD);
                    entries.afterCommit(carry);
                });
    }

    @Override
    public void remove(Account account) {
        ledger.change(
                account.ref(),
                entries -> {
                    table.clear(account.ref());
                    table.leave(account.ref());
                    boolean unused =
                            accounts.configs()
                                    .of(account, entries)
                                    .profile()
                                    .change(
                                            networkTime.instant(),
                                            edit -> edit.picture(Optional.empty()));
                });
    }

    @Override
    public Optional<String> version(Account account) {
        return table.stored(account.ref());
    }

    @Override
    public Optional<TransferFailure> trouble(Account account) {
        return table.failure(account.ref());
    }

    @Override
    public Optional<Content> open(Account account) throws IOException {
        return open(account, table.stored(account.ref()));
    }

    @Override
    public Optional<Content> open(Account account, AccountId peer) throws IOException {
        return open(account, table.stored(account.ref(), peer));
    }

    private Optional<Content> open(Account account, Optional<String> stored) throws IOException {
        return stored.isEmpty()
                ? Optional.empty()
                : files.open(account.owner(), new StoredFileId(stored.get()));
    }

    /** There may be one to fetch. */
    public void wake() {
        carry.run();
    }

    /** Follows what other devices did, and keeps one's own from expiring. */
    public void follow() {
        wake();
        for (PictureTable.Kept each : table.accounts()) {
            if (vaults.isOpen(each.owner())) {
                accounts.find(each.owner(), each.account()).ifPresent(this::follow);
            }
        }
    }

    private void follow(Account account) {
        ledger.change(account.ref(), entries -> follow(account, entries));
    }

    private void follow(Account account, Ledger.Entries entries) {
        AccountRef ref = account.ref();
        if (table.isUploading(ref)) {
            // What was chosen here comes last, and others follow it.
            return;
        }
        Vault vault = vaults.of(account.owner());
        UserProfile profile = accounts.configs().of(account, entries).profile();
        Optional<Picture> shown = profile.picture();
        if (!shown.equals(table.picture(ref, vault))) {
            table.clear(ref);
            table.leave(ref);
            if (shown.isPresent()) {
                table.points(ref, vault, shown.get(), Optional.empty());
                table.carry(ref, Kind.FETCH);
                entries.afterCommit(carry);
            }
        } else if (isOld(ref, profile) && !table.isWaiting(ref)) {
            table.carry(ref, Kind.AGAIN);
            entries.afterCommit(carry);
        }
    }

    /**
     * Whether one's own is here, and not for much longer at the file server. The profile says when
     * a device has uploaded it, so that none does again what another one has just done; apps of old
     * did not write that down.
     */
    private boolean isOld(AccountRef account, UserProfile profile) {
        Instant uploaded = profile.updatedAt().orElse(Instant.EPOCH);
        return profile.picture().isPresent()
                && table.stored(account).isPresent()
                && !Renewal.due(uploaded, table.expires(account)).isAfter(networkTime.instant());
    }
}
