/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static app.snug.protocol.config.RecordedConfigs.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Picture;
import app.snug.protocol.storage.MessageHash;
import app.snug.testing.VectorCase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Replays a recorded program of edits, pushes and merges on several devices. */
abstract class ConfigProgram {

    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ConfigType type;
    private final Map<String, SyncedConfig> devices = new HashMap<>();
    private final Map<String, byte[]> stored = new HashMap<>();
    private final Map<String, ConfigAuthority> authorities = new HashMap<>();
    private Instant now = Instant.EPOCH;

    ConfigProgram(ConfigType type) {
        this.type = type;
    }

    /** Applies a change, and says what the operation returns. */
    abstract boolean mutate(SyncedConfig config, String op, JsonNode args, Instant now);

    /** Everything readable. */
    abstract ObjectNode state(SyncedConfig config);

    /** Compares what an operation returned. */
    void result(SyncedConfig config, JsonNode args, boolean result, JsonNode expected) {
        assertThat(result).isEqualTo(expected.asBoolean());
    }

    ConfigPush push(SyncedConfig config, Instant now) {
        return config.push(now);
    }

    void run(VectorCase vector) throws Exception {
        vector.ignore("clock_sensitive", "user_account_id");
        assertThat(vector.number("namespace")).isEqualTo(type.namespace().number());
        assertThat(vector.text("encryption_domain")).isEqualTo(type.domain());
        if (vector.has("now_ms")) {
            now = Instant.ofEpochMilli(vector.bigNumber("now_ms"));
        }
        if (vector.has("group_ed25519_seed_hex")) {
            runInGroup(vector);
            return;
        }
        try (AccountKeys own = AccountKeys.fromSeed(vector.secret("user_ed25519_seed_hex"))) {
            for (JsonNode device : vector.node("devices")) {
                authorities.put(device.asString(), ConfigAuthority.UNSIGNED);
            }
            runSteps(vector, new UserSeal(type, own));
        }
    }

    private void runInGroup(VectorCase vector) throws Exception {
        try (Ed25519KeyPair admin =
                Ed25519KeyPair.fromSeed(vector.secret("group_ed25519_seed_hex"))) {
            AccountId group = AccountId.ofGroup(admin.publicKey());
            assertThat(vector.text("group_id")).isEqualTo(group.hex());
            for (JsonNode device : vector.node("devices")) {
                authorities.put(
                        device.get("name").asString(),
                        device.get("is_admin").asBoolean()
                                ? ConfigAuthority.signing(admin)
                                : ConfigAuthority.readOnly(admin.publicKey()));
            }
            List<Secret> keys =
                    vector.hexList("group_encryption_keys_hex").stream()
                            .map(Secret::owning)
                            .toList();
            runSteps(vector, new GroupSeal(type, group, () -> keys));
        }
    }

    private void runSteps(VectorCase vector, ConfigSeal seal) throws Exception {
        authorities.forEach((device, authority) ->
                devices.put(device, SyncedConfig.fresh(type, seal, authority)));
        int place = 0;
        for (JsonNode step : vector.node("steps")) {
            try {
                step(step, seal);
            } catch (AssertionError e) {
                throw new AssertionError("step " + place + " " + step.get("op").asString(), e);
            }
            place++;
        }
    }

    private void step(JsonNode step, ConfigSeal seal) throws Exception {
        String op = step.get("op").asString();
        if (op.equals("set_clock")) {
            now = Instant.ofEpochMilli(step.get("now_ms").asLong());
            return;
        }
        String device = step.get("device").asString();
        SyncedConfig config = Objects.requireNonNull(devices.get(device));
        switch (op) {
            case "state" -> {}
            case "push" -> push(config, step, seal);
            case "confirm_pushed" ->
                    config.confirmPushed(
                            step.get("seqno").asLong(), Set.of(hash(step.get("hash").asString())));
            case "merge" -> merge(config, step);
            case "dump" ->
                    RecordedConfigs.assertSame(config.dump(), step.get("dump_hex").asString());
            case "load_dump" -> {
                byte[] dump = RecordedConfigs.dump(step.get("dump_hex").asString());
                devices.put(
                        device,
                        SyncedConfig.load(
                                dump, type, seal, Objects.requireNonNull(authorities.get(device))));
            }
            default -> mutate(config, step);
        }
        if (step.has("after")) {
            after(Objects.requireNonNull(devices.get(device)), step.get("after"));
        }
    }

    private void mutate(SyncedConfig config, JsonNode step) {
        String op = step.get("op").asString();
        if (step.path("expect_error").asBoolean(false)) {
            BencodeDict before = config.data();
            assertThatThrownBy(() -> mutate(config, op, step.get("args"), now))
                    .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
            assertThat(config.data()).isEqualTo(before);
            return;
        }
        boolean result = mutate(config, op, step.get("args"), now);
        if (step.has("result")) {
            result(config, step.get("args"), result, step.get("result"));
        }
    }

    private void push(SyncedConfig config, JsonNode step, ConfigSeal seal) throws Exception {
        ConfigPush push = push(config, now);
        byte[] expected = HexFormat.of().parseHex(step.get("message_hex").asString());
        String name = step.get("hash").asString();
        stored.put(name, expected);
        assertThat(push.seqno()).isEqualTo(step.get("seqno").asLong());
        byte[] message = push.messages().getFirst();
        byte[] plain = RecordedConfigs.plain(seal, message);
        assertThat(HexFormat.of().formatHex(plain)).isEqualTo(step.get("plaintext_hex").asString());
        // The other way: what the reference stored opens to the same.
        assertThat(RecordedConfigs.plain(seal, expected)).isEqualTo(plain);
        // Our compressor gives the reference's frames, so all bytes are the same.
        assertThat(message).isEqualTo(expected);
        assertThat(seal.open(message)).hasSize(step.get("padded_size").asInt());
        assertThat(ConfigPacking.compress(plain)[0] == 'z')
                .isEqualTo(step.get("compressed").asBoolean());
        // The reference may list what is being pushed; ours never does.
        Set<MessageHash> obsolete = new TreeSet<>(Comparator.comparing(MessageHash::value));
        obsolete.addAll(push.obsolete());
        obsolete.remove(hash(name));
        Set<MessageHash> known = hashes(step.get("obsolete_hashes"));
        known.remove(hash(name));
        assertThat(obsolete).isEqualTo(known);
    }

    private void merge(SyncedConfig config, JsonNode step) {
        List<StoredConfig> incoming = new ArrayList<>();
        for (JsonNode name : step.get("hashes")) {
            byte[] bytes =
                    step.has("inline_message_hex")
                            ? HexFormat.of().parseHex(step.get("inline_message_hex").asString())
                            : Objects.requireNonNull(stored.get(name.asString()));
            incoming.add(new StoredConfig(hash(name.asString()), bytes));
        }
        ConfigIntake intake = config.merge(incoming, now);
        assertThat(intake.accepted()).isEqualTo(hashes(step.get("accepted_hashes")));
    }

    private void after(SyncedConfig config, JsonNode expected) {
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "needs_push" ->
                        assertThat(config.needsPush())
                                .as("needs push")
                                .isEqualTo(value.asBoolean());
                case "needs_dump" ->
                        assertThat(config.needsDump())
                                .as("needs dump")
                                .isEqualTo(value.asBoolean());
                case "is_dirty" ->
                        assertThat(config.isDirty()).as("is dirty").isEqualTo(value.asBoolean());
                case "current_hashes" ->
                        assertThat(config.currentHashes()).as("current").isEqualTo(hashes(value));
                case "state" ->
                        assertThat(state(config).toString())
                                .as("state")
                                .isEqualTo(value.toString());
                default -> throw new AssertionError("unknown expectation " + entry.getKey());
            }
        }
    }

    private static Set<MessageHash> hashes(JsonNode names) {
        return StreamSupport.stream(names.spliterator(), false)
                .map(name -> hash(name.asString()))
                .collect(
                        Collectors.toCollection(
                                () -> new TreeSet<>(Comparator.comparing(MessageHash::value))));
    }

    static Picture picture(JsonNode json) {
        return new Picture(
                json.get("url").asString(),
                Secret.owning(HexFormat.of().parseHex(json.get("key_hex").asString())));
    }

    static JsonNode picture(Picture picture) {
        return JSON.objectNode()
                .put("url", picture.url())
                .put("key_hex", HexFormat.of().formatHex(picture.key().copy()));
    }
}
