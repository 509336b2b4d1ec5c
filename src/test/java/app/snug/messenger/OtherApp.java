/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.network.NetworkException;
import app.snug.network.Swarms;
import app.snug.network.Swarms.OwnMessage;
import app.snug.network.Swarms.Polled;
import app.snug.protocol.config.ConfigAuthority;
import app.snug.protocol.config.ConfigPush;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.Contacts;
import app.snug.protocol.config.StoredConfig;
import app.snug.protocol.config.SyncedConfig;
import app.snug.protocol.config.UserGroups;
import app.snug.protocol.config.UserProfile;
import app.snug.protocol.config.UserSeal;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Another app of an account, as far as its configs go. */
public final class OtherApp implements AutoCloseable {

    private final AccountKeys keys;
    private final Swarms swarms;
    private final InstantSource clock;
    private final Map<ConfigType, SyncedConfig> configs = new EnumMap<>(ConfigType.class);

    /**
     * @param keys taken over
     */
    public OtherApp(AccountKeys keys, Swarms swarms, InstantSource clock) {
        this.keys = keys;
        this.swarms = swarms;
        this.clock = clock;
        for (ConfigType type :
                List.of(
                        ConfigType.USER_PROFILE,
                        ConfigType.CONTACTS,
                        ConfigType.CONVERSATIONS,
                        ConfigType.USER_GROUPS)) {
            configs.put(
                    type,
                    SyncedConfig.fresh(type, new UserSeal(type, keys), ConfigAuthority.UNSIGNED));
        }
    }

    public SyncedConfig config(ConfigType type) {
        return Objects.requireNonNull(configs.get(type));
    }

    public Contacts contacts() {
        return new Contacts(config(ConfigType.CONTACTS));
    }

    public UserProfile profile() {
        return new UserProfile(config(ConfigType.USER_PROFILE));
    }

    public app.snug.protocol.config.Conversations markers() {
        return new app.snug.protocol.config.Conversations(config(ConfigType.CONVERSATIONS));
    }

    public UserGroups groups() {
        return new UserGroups(config(ConfigType.USER_GROUPS));
    }

    /** Takes in all that one node of the swarm has. */
    public void read() throws NetworkException {
        Polled polled =
                swarms.poll(
                        keys.id(),
                        keys.ed25519(),
                        configs.keySet().stream().map(ConfigType::namespace).toList(),
                        (node, namespace) -> Optional.empty());
        configs.forEach((type, config) ->
                config.merge(
                        polled.messages().getOrDefault(type.namespace(), List.of()).stream()
                                .map(m -> new StoredConfig(m.hash(), m.data()))
                                .toList(),
                        clock.instant()));
    }

    public void push() throws NetworkException {
        for (Map.Entry<ConfigType, SyncedConfig> entry : configs.entrySet()) {
            if (!entry.getValue().needsPush()) {
                continue;
            }
            ConfigPush push = entry.getValue().push(clock.instant());
            List<OwnMessage> messages = new ArrayList<>();
            List<MessageHash> hashes = new ArrayList<>();
            Namespace namespace = entry.getKey().namespace();
            for (byte[] data : push.messages()) {
                messages.add(new OwnMessage(namespace, data, Duration.ofDays(30)));
                hashes.add(MessageHash.of(keys.id(), namespace, data));
            }
            var unused = swarms.replace(keys.id(), keys.ed25519(), messages, push.obsolete());
            entry.getValue().confirmPushed(push.seqno(), hashes);
        }
    }

    @Override
    public void close() {
        keys.close();
    }
}
