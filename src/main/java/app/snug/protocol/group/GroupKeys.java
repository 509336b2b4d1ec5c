/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.config.ConfigAuthority;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.GroupInfo;
import app.snug.protocol.config.GroupMember;
import app.snug.protocol.config.GroupMembers;
import app.snug.protocol.config.GroupSeal;
import app.snug.protocol.group.KeysDump.Pending;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a group as one device knows them ({@code protocol/04} §11). A member has what was
 * given to it; an admin, who is whoever has the group's seed, has all, and makes new ones. For one
 * thread at a time. Closing wipes the keys.
 */
public final class GroupKeys implements AutoCloseable {

    private static final long MAX_TIME = 1L << 53;

    private final AccountId group;
    private final AccountKeys own;
    private final KeyHistory history;
    private @Nullable Ed25519KeyPair admin;
    private @Nullable Pending pending;
    private boolean needsDump;

    private GroupKeys(AccountId group, AccountKeys own, KeysDump dump) {
        if (group.kind() != AccountId.GROUP) {
            throw new IllegalArgumentException("Not the id of a group");
        }
        this.group = group;
        this.own = own;
        this.history = dump.history();
        this.pending = dump.pending().orElse(null);
    }

    /**
     * No key yet.
     *
     * @param own stay the caller's
     */
    public static GroupKeys fresh(AccountId group, AccountKeys own) {
        return new GroupKeys(group, own, new KeysDump(new KeyHistory(), Optional.empty()));
    }

    /**
     * As they were dumped. Whoever is an admin says so again with {@link #becomeAdmin}.
     *
     * @param own stay the caller's
     * @throws MalformedGroupException if this is no dump
     */
    public static GroupKeys load(byte[] dump, AccountId group, AccountKeys own)
            throws MalformedGroupException {
        return new GroupKeys(group, own, KeysDump.read(dump));
    }

    /** For the disk; nothing needs to be written again until {@link #needsDump}. */
    public byte[] dump() {
        needsDump = false;
        return new KeysDump(history, Optional.ofNullable(pending)).encode();
    }

    public boolean needsDump() {
        return needsDump;
    }

    /**
     * From now on as an admin.
     *
     * @param seed 32 bytes; stays the caller's
     * @throws IllegalArgumentException if it is another group's
     */
    public void becomeAdmin(Secret seed) {
        Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(seed);
        if (!AccountId.ofGroup(pair.publicKey()).equals(group)) {
            pair.close();
            throw new IllegalArgumentException("Another group's seed");
        }
        if (admin != null) {
            admin.close();
        }
        admin = pair;
    }

    public boolean isAdmin() {
        return admin != null;
    }

    public AccountId group() {
        return group;
    }

    Ed25519PublicKey publicKey() {
        return Ed25519PublicKey.of(group.key());
    }

    /** Encrypts a config of the group under the keys of the moment. */
    public GroupSeal seal(ConfigType type) {
        return new GroupSeal(type, group, this::newestFirst);
    }

    /** For the group's configs; another one after {@link #becomeAdmin}. */
    public ConfigAuthority authority() {
        return admin == null
                ? ConfigAuthority.readOnly(publicKey())
                : ConfigAuthority.signing(admin);
    }

    /** 32 bytes each: the first encrypts, any may decrypt. They stay this object's. */
    public List<Secret> newestFirst() {
        List<Secret> all = new ArrayList<>();
        if (pending != null) {
            all.add(pending.secret());
        }
        all.addAll(history.newestFirst());
        return List.copyOf(all);
    }

    /** Of the newest key that came from the swarm; 0 if there is none. */
    public long generation() {
        return history.isEmpty() ? 0 : history.newest().generation();
    }

    /** Two admins have changed the key at once, for members that differ: change it again. */
    public boolean needsRekey() {
        return isAdmin() && history.collides();
    }

    /** What is to be stored in the swarm until it comes back from there. */
    public Optional<byte[]> pendingMessage() {
        return Optional.ofNullable(pending).map(waiting -> waiting.message().clone());
    }

    /** To be kept alive in the swarm: some member may not have read them yet. */
    public Set<MessageHash> activeHashes() {
        Set<MessageHash> all = new HashSet<>();
        history.messages().values().forEach(all::addAll);
        return Set.copyOf(all);
    }

    /**
     * Makes a new key for the members of the moment; both configs will be stored again under it.
     *
     * @return what to store, at once with the configs
     * @throws IllegalStateException if we are no admin
     */
    public byte[] rekey(GroupInfo info, GroupMembers members) {
        Ed25519KeyPair signer = requireAdmin();
        List<AccountId> ids = members.all().stream().map(GroupMember::id).toList();
        long generation = history.isEmpty() ? 0 : history.newest().generation() + 1;
        KeyIssue.Issued issued = KeyIssue.full(signer, ids, generation);
        byte[] message = issued.message().signedBy(signer);
        dropPending();
        pending = new Pending(generation, issued.key(), message);
        needsDump = true;
        members.config().rewrite();
        info.config().rewrite();
        return message.clone();
    }

    /**
     * Gives all keys that came from the swarm to new members, so that they can read what was before
     * them. Changes nothing here.
     *
     * @return what to store
     * @throws IllegalStateException if we are no admin, or there is no key
     */
    public byte[] supplement(List<AccountId> members) {
        Ed25519KeyPair signer = requireAdmin();
        if (history.isEmpty()) {
            throw new IllegalStateException("No key to give");
        }
        return KeyIssue.supplement(signer, members, history.keys()).signedBy(signer);
    }

    /**
     * Takes in a key message from the swarm.
     *
     * @param storedAt as a node says, but not later than now: a time far ahead would make all older
     *     keys expire
     * @return whether there was a key for us in it
     * @throws MalformedGroupException if it is none or its group has not signed it; nothing changes
     */
    public boolean load(MessageHash hash, byte[] message, Instant storedAt)
            throws MalformedGroupException {
        KeyMessage read = KeyMessage.parse(message, publicKey());
        List<GroupKey> found =
                switch (read) {
                    case KeyMessage.Full full -> open(full, storedAt);
                    case KeyMessage.Supplement supplement -> open(supplement);
                };
        needsDump = true;
        if (found.isEmpty()) {
            history.note(hash, read.generation());
            return false;
        }
        if (pending != null && isOver(pending, found.getFirst())) {
            dropPending();
        }
        found.forEach(key -> history.add(hash, key));
        return true;
    }

    /** It has come back from the swarm, or something newer has. */
    private static boolean isOver(Pending pending, GroupKey found) {
        return found.generation() > pending.generation() || found.secret().equals(pending.secret());
    }

    private List<GroupKey> open(KeyMessage.Full message, Instant storedAt)
            throws MalformedGroupException {
        long time =
                Math.clamp(storedAt.getEpochSecond(), 0, MAX_TIME / 1000) * 1000
                        + storedAt.getNano() / 1_000_000;
        if (admin != null) {
            try {
                Secret key = KeyIssue.open(admin, message);
                return List.of(new GroupKey(message.generation(), time, key));
            } catch (DecryptionException e) {
                throw new MalformedGroupException("an admin's key does not open");
            }
        }
        return decrypt(message.memberKeys(), message.nonce())
                .map(key -> new GroupKey(message.generation(), time, Secret.owning(key)))
                .map(List::of)
                .orElse(List.of());
    }

    /** An admin has all keys anyway. */
    private List<GroupKey> open(KeyMessage.Supplement message) throws MalformedGroupException {
        Optional<byte[]> list =
                isAdmin() ? Optional.empty() : decrypt(message.keyLists(), message.nonce());
        if (list.isEmpty()) {
            return List.of();
        }
        try {
            return keys(list.get());
        } finally {
            Arrays.fill(list.get(), (byte) 0);
        }
    }

    static List<GroupKey> keys(byte[] list) throws MalformedGroupException {
        try {
            if (!(BencodeReader.parse(list, KeyMessage.LIMITS) instanceof BencodeList values)) {
                throw new MalformedGroupException("not a list of keys");
            }
            List<GroupKey> keys = new ArrayList<>();
            for (BencodeValue value : values) {
                keys.add(GroupKey.read(value));
            }
            return keys;
        } catch (MalformedBencodeException e) {
            throw new MalformedGroupException("not a list of keys: " + e.getMessage());
        }
    }

    private Optional<byte[]> decrypt(List<byte[]> ciphertexts, byte[] nonce)
            throws MalformedGroupException {
        try {
            return MultiRecipient.decrypt(
                    ciphertexts,
                    own.x25519(),
                    publicKey().toX25519(),
                    nonce,
                    KeyIssue.MEMBER_DOMAIN);
        } catch (DecryptionException e) {
            throw new MalformedGroupException("the group's key is none");
        }
    }

    private Ed25519KeyPair requireAdmin() {
        if (admin == null) {
            throw new IllegalStateException("Only an admin does this");
        }
        return admin;
    }

    private void dropPending() {
        if (pending != null) {
            pending.secret().close();
            pending = null;
        }
    }

    @Override
    public void close() {
        history.wipe();
        dropPending();
        if (admin != null) {
            admin.close();
        }
    }
}
