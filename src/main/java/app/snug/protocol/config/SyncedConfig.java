/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.config.ConfigDump.State;
import app.snug.protocol.config.ConfigMerge.Merged;
import app.snug.protocol.config.ConfigMerge.Winner;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One config on one device: its data, and where it stands between this device and the swarm ({@code
 * protocol/04} §4). For one thread at a time.
 */
public final class SyncedConfig {

    private final ConfigType type;
    private final ConfigSeal seal;
    private final ConfigAuthority authority;
    private final Set<MessageHash> current = new LinkedHashSet<>();
    private final Set<MessageHash> old = new LinkedHashSet<>();
    private final PartCollection parts;

    /** The newest finished message. */
    private ConfigMessage message;

    /** The message after it, while dirty. */
    private @Nullable ConfigDraft draft;

    /** The data before what was edited since the last push or start; null if nothing was. */
    private @Nullable BencodeDict unedited;

    /** What was edited before the start and not pushed. */
    private @Nullable OvertakenEdit restored;

    private State state;
    private BencodeDict extra;
    private boolean needsDump;

    private SyncedConfig(
            ConfigType type,
            ConfigSeal seal,
            ConfigAuthority authority,
            ConfigDump dump,
            ConfigMessage message) {
        this.type = type;
        this.seal = seal;
        this.authority = authority;
        this.message = message;
        this.state = dump.state();
        this.current.addAll(dump.current());
        this.old.addAll(dump.old());
        this.parts = dump.parts();
        this.extra = dump.extra();
        if (state == State.DIRTY) {
            // The same number may have been pushed with other content just before the end.
            this.draft = ConfigDraft.after(message);
            this.restored = OvertakenEdit.of(message);
        }
    }

    /** A config that knows nothing yet. */
    public static SyncedConfig fresh(ConfigType type, ConfigSeal seal, ConfigAuthority authority) {
        ConfigMessage empty = ConfigMessage.empty();
        ConfigDump dump =
                new ConfigDump(
                        State.CLEAN,
                        empty.bytes(),
                        Set.of(),
                        Set.of(),
                        new PartCollection(),
                        BencodeDict.EMPTY);
        return new SyncedConfig(type, seal, authority, dump, empty);
    }

    /**
     * @throws MalformedConfigException if this is no dump
     */
    public static SyncedConfig load(
            byte[] dump, ConfigType type, ConfigSeal seal, ConfigAuthority authority)
            throws MalformedConfigException {
        ConfigDump read = ConfigDump.read(dump);
        return new SyncedConfig(type, seal, authority, read, ConfigMessage.restore(read.message()));
    }

    /** For the disk; nothing needs to be written again until {@link #needsDump}. */
    public byte[] dump() {
        needsDump = false;
        byte[] bytes = draft == null ? message.bytes() : draft.finish(null).bytes();
        return new ConfigDump(state, bytes, current, old, parts, extra).encode();
    }

    /** All there is in it. */
    public BencodeDict data() {
        return draft == null ? message.data() : draft.data();
    }

    /** What this kind of config keeps in its dump alone. */
    public BencodeDict extra() {
        return extra;
    }

    public void setExtra(BencodeDict changed) {
        needsDump |= !changed.equals(extra);
        extra = changed;
    }

    public long seqno() {
        return draft == null ? message.seqno() : draft.seqno();
    }

    /** The swarm lacks something that we have. */
    public boolean needsPush() {
        return state != State.CLEAN;
    }

    public boolean needsDump() {
        return needsDump;
    }

    /** Edited since the last push. */
    public boolean isDirty() {
        return state == State.DIRTY;
    }

    public boolean mayWrite() {
        return authority.mayWrite();
    }

    /** The stored messages that hold the present state. */
    public Set<MessageHash> currentHashes() {
        return Set.copyOf(current);
    }

    /** To be kept alive in the swarm: the current ones and parts that wait for others. */
    public Set<MessageHash> activeHashes() {
        Set<MessageHash> active = parts.hashes();
        active.addAll(current);
        return Set.copyOf(active);
    }

    /**
     * Changes the data; no change leaves everything as it is.
     *
     * @return whether something changed
     * @throws IllegalStateException if we may only read
     */
    public boolean edit(UnaryOperator<BencodeDict> change) {
        requireWriter();
        BencodeDict before = data();
        BencodeDict after = change.apply(before);
        if (after.equals(before)) {
            needsDump |= isDirty();
            return false;
        }
        ConfigDraft editing = draft == null ? ConfigDraft.after(message) : draft;
        if (unedited == null) {
            unedited = before;
        }
        becomeDirty(editing.withData(after));
        return true;
    }

    /**
     * Has the config stored anew although nothing in it changed: under another key.
     *
     * @throws IllegalStateException if we may only read
     */
    public void rewrite() {
        requireWriter();
        if (draft == null) {
            becomeDirty(ConfigDraft.after(message));
        }
    }

    private void requireWriter() {
        if (!mayWrite()) {
            throw new IllegalStateException("This config is for reading only");
        }
    }

    /**
     * What to store. Of a clean config the very same message again, should the swarm have lost it.
     *
     * @throws IllegalStateException if the config has outgrown what the protocol can carry
     */
    public ConfigPush push(Instant now) {
        if (draft != null) {
            message = draft.finish(authority.signer());
            draft = null;
            forgetEdits();
            state = State.WAITING;
            needsDump = true;
        }
        List<byte[]> messages = sealed(now);
        Set<MessageHash> obsolete = mayWrite() ? new LinkedHashSet<>(old) : Set.of();
        Set<MessageHash> stored = new LinkedHashSet<>(current);
        for (byte[] bytes : messages) {
            stored.add(MessageHash.of(seal.owner(), type.namespace(), bytes));
        }
        obsolete.removeAll(stored);
        old.removeAll(obsolete);
        return new ConfigPush(seqno(), messages, obsolete);
    }

    private List<byte[]> sealed(Instant now) {
        byte[] packed = ConfigPacking.pack(message.bytes());
        if (packed.length + ConfigCipher.OVERHEAD <= ConfigParts.MAX_STORED) {
            byte[] encrypted = seal.encrypt(packed);
            byte[] wrapped = seal.wrap(message.seqno(), encrypted);
            return List.of(wrapped.length <= ConfigParts.MAX_STORED ? wrapped : encrypted);
        }
        if (packed.length > ConfigParts.MAX_WHOLE) {
            throw new IllegalStateException("This config is too large to be stored");
        }
        parts.rememberOwn(packed, now);
        return ConfigParts.split(packed).stream().map(seal::encrypt).toList();
    }

    /**
     * All messages of a push were stored. Ignored if the config was edited since; the next push
     * replaces what was stored.
     */
    public void confirmPushed(long seqno, Collection<MessageHash> hashes) {
        if (state == State.WAITING && seqno == message.seqno()) {
            state = State.CLEAN;
            current.clear();
            current.addAll(hashes);
            old.removeAll(current);
            needsDump = true;
        }
    }

    /**
     * Takes in messages from the swarm. Whatever cannot be read is reported and stops nothing.
     *
     * <p>Afterwards the config may need a push: what competed has been merged into a new message.
     */
    public ConfigIntake merge(Collection<StoredConfig> incoming, Instant now) {
        List<Candidate> candidates = new ArrayList<>();
        boolean ours = seqno() != 0 || isDirty();
        if (ours) {
            ConfigMessage own = draft == null ? message : draft.finish(authority.signer());
            candidates.add(new Candidate(own, Set.copyOf(current)));
        }
        Set<MessageHash> accepted = new LinkedHashSet<>();
        Map<MessageHash, String> refused = new LinkedHashMap<>();
        for (StoredConfig stored : incoming) {
            try {
                read(stored, now).ifPresent(candidates::add);
                accepted.add(stored.hash());
            } catch (MalformedConfigException e) {
                refused.put(stored.hash(), String.valueOf(e.getMessage()));
            }
        }
        Optional<UnaryOperator<BencodeDict>> overtaken = Optional.empty();
        if (candidates.size() > (ours ? 1 : 0)) {
            overtaken = overtaken(candidates);
            decide(candidates, ours);
        }
        return new ConfigIntake(accepted, refused, overtaken);
    }

    /** To be asked before others' data replaces ours. */
    private Optional<UnaryOperator<BencodeDict>> overtaken(List<Candidate> candidates) {
        long newest = candidates.stream().mapToLong(c -> c.message().seqno()).max().orElseThrow();
        if (draft == null || !ConfigMerge.isOvertaken(draft.seqno(), draft.lag(), newest)) {
            return Optional.empty();
        }
        UnaryOperator<BencodeDict> first = restored;
        UnaryOperator<BencodeDict> then =
                unedited == null ? null : OvertakenEdit.between(unedited, data());
        if (first == null || then == null) {
            return Optional.ofNullable(first == null ? then : first);
        }
        return Optional.of(theirs -> then.apply(first.apply(theirs)));
    }

    private void forgetEdits() {
        unedited = null;
        restored = null;
    }

    /** A message that parsed, and where it is stored. */
    private record Candidate(ConfigMessage message, Set<MessageHash> hashes) {}

    private Optional<Candidate> read(StoredConfig stored, Instant now)
            throws MalformedConfigException {
        byte[] plain = ConfigPacking.unpad(seal.open(stored.bytes()));
        Set<MessageHash> hashes = Set.of(stored.hash());
        if (ConfigParts.isPart(plain)) {
            needsDump = true;
            Optional<PartCollection.Whole> whole =
                    parts.add(ConfigParts.read(plain), stored.hash(), now);
            if (whole.isEmpty()) {
                return Optional.empty();
            }
            plain = ConfigPacking.unpad(whole.get().packed());
            hashes = whole.get().hashes();
        }
        ConfigMessage parsed =
                ConfigMessage.parse(
                        ConfigPacking.decompress(plain), authority.verifier(), ConfigMessage.LAG);
        return Optional.of(new Candidate(parsed, hashes));
    }

    private void decide(List<Candidate> candidates, boolean ours) {
        List<ConfigMessage> messages = candidates.stream().map(Candidate::message).toList();
        ConfigMerge.Outcome outcome = ConfigMerge.merge(messages, mayWrite());
        int winner = outcome instanceof Winner kept ? kept.index() : -1;
        for (int i = 0; i < candidates.size(); i++) {
            if (i != winner && mayWrite()) {
                old.addAll(candidates.get(i).hashes());
            }
        }
        switch (outcome) {
            // A reader that meets two messages of one number stays with its own until a newer
            // comes.
            case Winner kept when ours && messages.get(kept.index()).seqno() == seqno() ->
                    old.removeAll(current);
            case Winner kept -> adopt(candidates.get(kept.index()));
            // Whether the diff names all there is depends on just this in the reference; another
            // diff would make another message, and one more merge.
            case Merged merged -> {
                forgetEdits();
                becomeDirty(isDirty() ? merged.draft() : merged.draft().againstNothing());
            }
        }
    }

    private void adopt(Candidate winner) {
        message = winner.message();
        draft = null;
        forgetEdits();
        state = State.CLEAN;
        current.clear();
        current.addAll(winner.hashes());
        old.removeAll(current);
        needsDump = true;
    }

    private void becomeDirty(ConfigDraft editing) {
        old.addAll(current);
        current.clear();
        draft = editing;
        state = State.DIRTY;
        needsDump = true;
    }
}
