/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import app.snug.network.NetworkException;
import app.snug.network.Swarms;
import app.snug.network.Swarms.OwnMessage;
import app.snug.network.Swarms.Polled;
import app.snug.network.Swarms.StoredMessage;
import app.snug.protocol.config.ConfigAuthority;
import app.snug.protocol.config.ConfigPush;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.Contacts;
import app.snug.protocol.config.StoredConfig;
import app.snug.protocol.config.SyncedConfig;
import app.snug.protocol.config.UserGroups;
import app.snug.protocol.config.UserProfile;
import app.snug.protocol.config.UserSeal;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Content;
import app.snug.protocol.message.DirectMessage;
import app.snug.protocol.message.MalformedMessageException;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Another app of an account, as far as its configs and copies go. */
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

    /** Whether it knows what the swarm does not: an edit, or a merge of what others stored. */
    public boolean isAhead() {
        return configs.values().stream().anyMatch(SyncedConfig::needsPush);
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

    /** Leaves a copy of what this app wrote to somebody, for the account's other devices. */
    public void write(AccountId to, String text) throws NetworkException {
        byte[] copy =
                DirectMessage.seal(
                        new Content.Visible(text, Content.Context.copy(to)),
                        clock.instant(),
                        keys,
                        keys.id(),
                        new SecureRandom());
        var unused = swarms.store(keys.id(), Namespace.DEFAULT, copy, Duration.ofDays(14));
    }

    /** What the account's devices wrote to others, as their copies say. */
    public List<String> copies() throws NetworkException, MalformedMessageException {
        Polled polled =
                swarms.poll(
                        keys.id(),
                        keys.ed25519(),
                        List.of(Namespace.DEFAULT),
                        (node, namespace) -> Optional.empty());
        List<String> copies = new ArrayList<>();
        for (StoredMessage stored : polled.messages().getOrDefault(Namespace.DEFAULT, List.of())) {
            if (DirectMessage.open(stored.data(), keys).content() instanceof Content.Visible said
                    && said.syncTarget().isPresent()) {
                copies.add(said.body());
            }
        }
        return copies;
    }

    @Override
    public void close() {
        keys.close();
    }
}
