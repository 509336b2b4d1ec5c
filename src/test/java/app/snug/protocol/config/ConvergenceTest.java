/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Secret;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Three devices, one swarm, and deliveries that are late, repeated and out of order. */
class ConvergenceTest {

    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00Z");
    private static final int DEVICES = 3;

    private final AccountKeys own = AccountKeys.fromEntropy(Secret.owning(new byte[16]));
    private final Swarm swarm = new Swarm();

    /** What has been stored, in order; obsolete messages stay deliverable, as if late. */
    private static final class Swarm {
        final Map<MessageHash, byte[]> messages = new LinkedHashMap<>();
        final List<MessageHash> order = new ArrayList<>();

        MessageHash store(AccountId owner, byte[] bytes) {
            MessageHash hash = MessageHash.of(owner, ConfigType.CONTACTS.namespace(), bytes);
            if (messages.put(hash, bytes) == null) {
                order.add(hash);
            }
            return hash;
        }
    }

    private final class Device {
        SyncedConfig config =
                SyncedConfig.fresh(
                        ConfigType.CONTACTS,
                        new UserSeal(ConfigType.CONTACTS, own),
                        ConfigAuthority.UNSIGNED);
        final Set<MessageHash> seen = new HashSet<>();

        void push(boolean confirmed) {
            if (config.needsPush()) {
                ConfigPush push = config.push(NOW);
                List<MessageHash> hashes =
                        push.messages().stream().map(m -> swarm.store(own.id(), m)).toList();
                assertThat(push.obsolete()).doesNotContainAnyElementsOf(hashes);
                if (confirmed) {
                    config.confirmPushed(push.seqno(), hashes);
                }
            }
        }

        void receive(List<MessageHash> hashes) {
            List<StoredConfig> messages =
                    hashes.stream().map(hash -> new StoredConfig(hash, bytes(hash))).toList();
            ConfigIntake intake = config.merge(messages, NOW);
            assertThat(intake.refused()).isEmpty();
            seen.addAll(hashes);
        }

        void receiveAll(Random random) {
            List<MessageHash> all = new ArrayList<>(swarm.order);
            Collections.shuffle(all, random);
            receive(all);
        }

        void restart() throws MalformedConfigException {
            config =
                    SyncedConfig.load(
                            config.dump(),
                            ConfigType.CONTACTS,
                            new UserSeal(ConfigType.CONTACTS, own),
                            ConfigAuthority.UNSIGNED);
        }
    }

    private byte[] bytes(MessageHash hash) {
        return Objects.requireNonNull(swarm.messages.get(hash));
    }

    @Property(tries = 80)
    void devicesConvergeHoweverMessagesAreDelayedRepeatedAndReordered(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) throws Exception {
        swarm.messages.clear();
        swarm.order.clear();
        Random random = new Random(seed);
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            devices.add(new Device());
        }
        for (int i = 0; i < steps; i++) {
            Device device = devices.get(random.nextInt(DEVICES));
            switch (random.nextInt(6)) {
                case 0, 1 -> randomEdit(device, random);
                case 2 -> device.push(random.nextBoolean());
                case 3 -> device.receiveAll(random);
                case 4 -> device.receive(some(random));
                default -> device.restart();
            }
        }
        settle(devices, random);
        SyncedConfig first = devices.getFirst().config;
        for (Device device : devices) {
            assertThat(device.config.data()).isEqualTo(first.data());
            assertThat(device.config.currentHashes()).isEqualTo(first.currentHashes());
            assertThat(device.config.needsPush()).isFalse();
        }
    }

    /**
     * Every device edits and pushes on its own, up to one message less than the lag; then all meet.
     * A merge by a device that had nothing of its own to say names all data as changed, as in the
     * reference: what a third device edits meanwhile is beyond this promise.
     */
    @Property(tries = 40)
    void noEditOfALiveDeviceIsLostWithinTheLag(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rounds) {
        swarm.messages.clear();
        swarm.order.clear();
        Random random = new Random(seed);
        List<Device> devices = List.of(new Device(), new Device(), new Device());
        Map<AccountId, String> written = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int index = 0; index < DEVICES; index++) {
                Device device = devices.get(index);
                int edits = random.nextInt(ConfigMessage.LAG);
                for (int i = 0; i < edits; i++) {
                    AccountId id = contact(16 * index + random.nextInt(4));
                    String name = "edit " + written.size() + " " + random.nextInt(1000);
                    new Contacts(device.config).edit(id, c -> c.name(name));
                    written.put(id, name);
                    if (random.nextInt(4) > 0) {
                        device.push(random.nextBoolean());
                    }
                }
                device.push(random.nextBoolean());
            }
            settle(devices, random);
            for (Device device : devices) {
                Contacts contacts = new Contacts(device.config);
                written.forEach((id, name) ->
                        assertThat(contacts.find(id).map(Contact::name)).contains(name));
            }
        }
    }

    private void settle(List<Device> devices, Random random) {
        // Merges of merges may differ once or twice before they are the same everywhere.
        for (int round = 0; round < 6; round++) {
            for (Device device : devices) {
                device.receiveAll(random);
                device.push(true);
            }
        }
    }

    private void randomEdit(Device device, Random random) {
        Contacts contacts = new Contacts(device.config);
        AccountId id = contact(random.nextInt(4));
        switch (random.nextInt(5)) {
            case 0 -> contacts.edit(id, c -> c.name("name " + random.nextInt(3)));
            case 3 -> contacts.edit(id, c -> c.features(bits(random)));
            case 1 -> contacts.edit(id, c -> c.pinned(random.nextInt(3)));
            case 2 -> contacts.edit(id, c -> c.blocked(random.nextBoolean()));
            default -> contacts.erase(id);
        }
    }

    /** A set merges by what was added and removed, not as a whole. */
    private static Set<Long> bits(Random random) {
        return random.longs(random.nextInt(4), 0, 5).boxed().collect(Collectors.toSet());
    }

    private List<MessageHash> some(Random random) {
        List<MessageHash> some = new ArrayList<>(swarm.order);
        some.removeIf(hash -> random.nextBoolean());
        Collections.shuffle(some, random);
        some.addAll(some.subList(0, some.size() / 2));
        return some;
    }

    private static AccountId contact(int number) {
        byte[] id = new byte[AccountId.SIZE];
        id[0] = AccountId.USER;
        id[AccountId.SIZE - 1] = (byte) number;
        return AccountId.of(id);
    }
}
