/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.account;

import app.snug.protocol.config.ConfigIntake;
import app.snug.protocol.config.ConfigPush;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.Contacts;
import app.snug.protocol.config.Conversations;
import app.snug.protocol.config.StoredConfig;
import app.snug.protocol.config.SyncedConfig;
import app.snug.protocol.config.UserGroups;
import app.snug.protocol.config.UserProfile;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's four configs, for whoever writes to the account: what is changed in them is stored
 * with the rest of the transaction, and pushed to the swarm after it.
 */
public final class Configs {

    /** In the order in which they are merged. */
    public static final List<ConfigType> TYPES =
            List.of(
                    ConfigType.USER_PROFILE,
                    ConfigType.CONTACTS,
                    ConfigType.CONVERSATIONS,
                    ConfigType.USER_GROUPS);

    private static final Logger LOG = LoggerFactory.getLogger(Configs.class);

    private final AccountKeys keys;
    private final Map<ConfigType, ConfigSlot> slots;
    private final UserProfile profile;
    private final Contacts contacts;
    private final Conversations markers;
    private final UserGroups groups;

    /** Held from the first use in a transaction to its end. */
    final ReentrantLock inUse = new ReentrantLock();

    private boolean closed;

    /**
     * @param keys taken over
     */
    Configs(AccountKeys keys, Map<ConfigType, ConfigSlot> slots) {
        this.keys = keys;
        this.slots = new EnumMap<>(slots);
        this.profile = new UserProfile(slot(ConfigType.USER_PROFILE).config());
        this.contacts = new Contacts(slot(ConfigType.CONTACTS).config());
        this.markers = new Conversations(slot(ConfigType.CONVERSATIONS).config());
        this.groups = new UserGroups(slot(ConfigType.USER_GROUPS).config());
    }

    public UserProfile profile() {
        return profile;
    }

    public Contacts contacts() {
        return contacts;
    }

    /** How far each conversation is read. */
    public Conversations markers() {
        return markers;
    }

    public UserGroups groups() {
        return groups;
    }

    ConfigSlot slot(ConfigType type) {
        ConfigSlot slot = slots.get(type);
        if (slot == null) {
            throw new IllegalArgumentException("Not a config of a person");
        }
        return slot;
    }

    Collection<ConfigSlot> slots() {
        return slots.values();
    }

    /**
     * Takes in messages of the swarm; what cannot be read is counted. What was decided here while
     * the swarm could not be reached lasts, however much others decided meanwhile.
     */
    public ConfigIntake merge(ConfigType type, Collection<StoredConfig> messages, Instant now) {
        SyncedConfig config = slot(type).config();
        ConfigIntake intake = config.merge(messages, now);
        intake.overtaken().ifPresent(config::edit);
        slot(type).refused(intake.refused().size());
        return intake;
    }

    /** A message that was merged had been stored then. */
    public void merged(ConfigType type, Instant storedAt) {
        slot(type).merged(storedAt);
    }

    /** A message that brought everything to a stop. */
    public void refused(ConfigType type) {
        slot(type).refused(1);
    }

    /** Messages of this config that could not be read. */
    public long refusals(ConfigType type) {
        return slot(type).standing().refused();
    }

    /** When the newest message that was merged had been stored; the epoch if none was. */
    public Instant latest(ConfigType type) {
        return slot(type).standing().latest();
    }

    /** Since when the swarm lacks something. */
    public Optional<Instant> unpushedSince() {
        return slots.values().stream()
                .flatMap(slot -> Optional.ofNullable(slot.standing().unpushedSince()).stream())
                .min(Instant::compareTo);
    }

    public Optional<Instant> pushedAt() {
        return slots.values().stream()
                .flatMap(slot -> Optional.ofNullable(slot.standing().pushedAt()).stream())
                .max(Instant::compareTo);
    }

    /** All hashes that must stay in the swarm. */
    public Set<MessageHash> active() {
        Set<MessageHash> active = new HashSet<>();
        slots.values().forEach(slot -> active.addAll(slot.config().activeHashes()));
        return active;
    }

    /**
     * What to store in the swarm, all together, and what to delete then.
     *
     * @param parts for {@link #confirm}
     */
    public record Push(List<Part> parts, Set<MessageHash> obsolete) {

        /** The messages of one config. */
        public record Part(
                ConfigType type, long seqno, List<byte[]> messages, Set<MessageHash> hashes) {

            public Namespace namespace() {
                return type.namespace();
            }
        }
    }

    /** What the swarm lacks; no parts if it lacks nothing. */
    public Push push(Instant now) {
        return push(slot -> slot.config().needsPush(), now);
    }

    /** The same again for those configs of which the swarm has lost messages. */
    public Push pushAgain(Set<MessageHash> lost, Instant now) {
        return push(slot -> slot.config().currentHashes().stream().anyMatch(lost::contains), now);
    }

    private Push push(Predicate<ConfigSlot> which, Instant now) {
        List<Push.Part> parts = new ArrayList<>();
        Set<MessageHash> obsolete = new HashSet<>();
        for (ConfigSlot slot : slots.values()) {
            if (which.test(slot)) {
                part(slot, now).ifPresent(parts::add);
            }
            obsolete.addAll(slot.standing().obsolete());
        }
        parts.forEach(part -> obsolete.removeAll(part.hashes()));
        obsolete.removeAll(active());
        return new Push(parts, parts.isEmpty() ? Set.of() : obsolete);
    }

    private Optional<Push.Part> part(ConfigSlot slot, Instant now) {
        SyncedConfig config = slot.config();
        try {
            ConfigPush push =
                    slot.type() == ConfigType.CONVERSATIONS ? markers.push(now) : config.push(now);
            slot.becomesObsolete(push.obsolete());
            Set<MessageHash> hashes = new HashSet<>();
            push.messages()
                    .forEach(
                            m -> hashes.add(MessageHash.of(keys.id(), slot.type().namespace(), m)));
            return Optional.of(new Push.Part(slot.type(), push.seqno(), push.messages(), hashes));
        } catch (IllegalStateException e) {
            LOG.warn("{} cannot be shared: {}", slot.type(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Everything of the push is stored, and deleted. */
    public void confirm(Push push, Instant now) {
        for (Push.Part part : push.parts()) {
            slot(part.type()).config().confirmPushed(part.seqno(), part.hashes());
        }
        slots.values()
                .forEach(slot -> {
                    boolean stored = push.parts().stream().anyMatch(p -> p.type() == slot.type());
                    if (stored) {
                        slot.pushed(push.obsolete(), now);
                    } else {
                        slot.deleted(push.obsolete());
                    }
                });
    }

    boolean isClosed() {
        return closed;
    }

    /** By whoever holds {@link #inUse}. */
    void close() {
        closed = true;
        keys.close();
    }
}
