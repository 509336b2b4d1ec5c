/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.config.ConfigIntake;
import app.snug.protocol.config.ConfigPush;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.GroupMember;
import app.snug.protocol.config.RecordedConfigs;
import app.snug.protocol.config.RecordedMembers;
import app.snug.protocol.config.StoredConfig;
import app.snug.protocol.config.SyncedConfig;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.MessageHash;
import app.snug.testing.VectorCase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Replays a recorded program of a group's admins and members. */
final class GroupProgram implements AutoCloseable {

    /** The programs have no clock; whatever waits for parts of a config waits for ever. */
    private static final Instant NOW = Instant.parse("2025-01-16T00:00:00Z");

    private final VectorCase vector;
    private final Secret seed;
    private final AccountId group;
    private final Map<String, GroupClient> clients = new HashMap<>();
    private final Map<String, byte[]> stored = new HashMap<>();

    GroupProgram(VectorCase vector) throws Exception {
        this.vector = vector;
        this.seed = vector.secret("group_ed25519_seed_hex");
        try (Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(seed)) {
            group = AccountId.ofGroup(pair.publicKey());
        }
        assertThat(group.hex()).isEqualTo(vector.text("group_id"));
        for (JsonNode json : vector.node("clients")) {
            GroupClient client =
                    new GroupClient(
                            AccountKeys.fromSeed(Secret.owning(hex(json, "ed25519_seed_hex"))),
                            group);
            assertThat(client.own.id().hex()).isEqualTo(text(json, "session_id"));
            if (json.get("starts_as_admin").asBoolean()) {
                client.becomeAdmin(seed);
            }
            clients.put(text(json, "name"), client);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(GroupClient::close);
        seed.close();
    }

    void run() throws Exception {
        int place = 0;
        for (JsonNode step : vector.node("steps")) {
            try {
                GroupClient client = Objects.requireNonNull(clients.get(text(step, "client")));
                step(client, step);
                if (step.has("after")) {
                    after(client, step.get("after"));
                }
            } catch (AssertionError e) {
                throw new AssertionError("step " + place + " " + text(step, "op"), e);
            }
            place++;
        }
    }

    private void step(GroupClient client, JsonNode step) throws Exception {
        switch (text(step, "op")) {
            case "members_set" ->
                    client.members()
                            .edit(
                                    member(step),
                                    member -> RecordedMembers.edit(member, step.get("args")));
            case "members_erase" ->
                    assertThat(client.members().erase(member(step)))
                            .isEqualTo(step.get("result").asBoolean());
            case "info_set_name" ->
                    client.info().edit(info -> info.name(text(step.get("args"), "name")));
            case "rekey" -> rekey(client, step);
            case "key_supplement" -> supplement(client, step);
            case "load_key_message" -> loadKeys(client, step);
            case "load_admin_key" -> loadAdminKey(client, step);
            case "push_info" -> push(client, ConfigType.GROUP_INFO, step);
            case "push_members" -> push(client, ConfigType.GROUP_MEMBERS, step);
            case "merge_info" -> merge(client, ConfigType.GROUP_INFO, step);
            case "merge_members" -> merge(client, ConfigType.GROUP_MEMBERS, step);
            case "encrypt_message" -> encrypt(client, step);
            case "decrypt_message" -> decrypt(client, step);
            case "dump_and_reload" -> reload(client, step);
            default -> throw new AssertionError("unknown operation");
        }
    }

    private void rekey(GroupClient client, JsonNode step) throws Exception {
        byte[] message = client.keys.rekey(client.info(), client.members());
        assertThat(message).isEqualTo(hex(step, "key_message_hex"));
        assertThat(client.keys.pendingMessage()).contains(message);
        assertThat(client.keys.newestFirst().getFirst())
                .isEqualTo(Secret.owning(hex(step, "pending_key_hex")));
        assertThat(client.members().all())
                .extracting(GroupMember::id)
                .containsExactlyElementsOf(ids(step.get("group_member_session_ids")));
        stored.put(text(step, "hash"), message);

        // The other direction.
        KeyMessage read = KeyMessage.parse(message, client.keys.publicKey());
        assertThat(read).isInstanceOf(KeyMessage.Full.class);
        assertThat(read.nonce()).isEqualTo(hex(step, "nonce_hex"));
        assertThat(read.generation()).isEqualTo(step.get("generation").asLong());
        assertThat(((KeyMessage.Full) read).memberKeys())
                .hasSize(step.get("member_key_entries").asInt());
    }

    private void supplement(GroupClient client, JsonNode step) {
        byte[] message = client.keys.supplement(ids(step.get("args").get("session_ids")));
        assertThat(message).isEqualTo(hex(step, "key_message_hex"));
        stored.put(text(step, "hash"), message);
    }

    private void loadKeys(GroupClient client, JsonNode step) throws Exception {
        MessageHash hash = RecordedConfigs.hash(text(step, "hash"));
        byte[] message =
                step.has("inline_message_hex")
                        ? hex(step, "inline_message_hex")
                        : Objects.requireNonNull(stored.get(text(step, "hash")));
        Instant storedAt = Instant.ofEpochMilli(step.get("timestamp_ms").asLong());
        if (expectsError(step)) {
            assertThatThrownBy(() -> client.keys.load(hash, message, storedAt))
                    .isExactlyInstanceOf(MalformedGroupException.class);
            return;
        }
        assertThat(client.keys.load(hash, message, storedAt))
                .isEqualTo(step.get("result").asBoolean());
    }

    private static void loadAdminKey(GroupClient client, JsonNode step) throws Exception {
        Secret candidate = Secret.owning(Arrays.copyOf(hex(step, "seed_hex"), 32));
        if (expectsError(step)) {
            assertThatThrownBy(() -> client.becomeAdmin(candidate))
                    .isExactlyInstanceOf(IllegalArgumentException.class);
            return;
        }
        client.becomeAdmin(candidate);
    }

    private void push(GroupClient client, ConfigType type, JsonNode step) throws Exception {
        SyncedConfig config = client.config(type);
        ConfigPush push = config.push(NOW);
        byte[] message = push.messages().getFirst();
        byte[] recorded = hex(step, "message_hex");
        assertThat(push.seqno()).isEqualTo(step.get("seqno").asLong());
        assertThat(client.keys.newestFirst().getFirst())
                .isEqualTo(Secret.owning(hex(step, "encrypted_with_key_hex")));
        byte[] plain = hex(step, "plaintext_hex");
        assertThat(RecordedConfigs.plain(client.keys.seal(type), message)).isEqualTo(plain);
        assertThat(RecordedConfigs.plain(client.keys.seal(type), recorded)).isEqualTo(plain);
        if (!step.get("compressed").asBoolean()) {
            assertThat(message).isEqualTo(recorded);
        }
        MessageHash hash = RecordedConfigs.hash(text(step, "hash"));
        Set<MessageHash> obsolete = hashes(step.get("obsolete_hashes"));
        obsolete.remove(hash);
        Set<MessageHash> ours = new HashSet<>(push.obsolete());
        ours.remove(hash);
        assertThat(ours).isEqualTo(obsolete);
        stored.put(text(step, "hash"), recorded);
        config.confirmPushed(push.seqno(), Set.of(hash));
    }

    private void merge(GroupClient client, ConfigType type, JsonNode step) {
        List<StoredConfig> incoming = new ArrayList<>();
        for (JsonNode name : step.get("hashes")) {
            incoming.add(
                    new StoredConfig(
                            RecordedConfigs.hash(name.asString()),
                            Objects.requireNonNull(stored.get(name.asString()))));
        }
        ConfigIntake intake = client.config(type).merge(incoming, NOW);
        assertThat(intake.accepted()).isEqualTo(hashes(step.get("accepted_hashes")));
        JsonNode state = step.get("state");
        if (type == ConfigType.GROUP_INFO) {
            assertThat(client.info().name()).isEqualTo(state.get("name").asString(""));
        } else {
            assertThat(RecordedMembers.state(client.members()).toString())
                    .isEqualTo(state.toString());
        }
    }

    /**
     * The recorded signature is of the old form, over the body alone, which current apps refuse:
     * ours names the group too. All else is compared byte for byte.
     */
    private void encrypt(GroupClient client, JsonNode step) throws Exception {
        byte[] plain = hex(step, "plaintext_hex");
        byte[] recorded = hex(step, "inner_hex");
        GroupMessage.Body body = GroupMessage.body(plain, step.get("compress").asBoolean());
        BencodeDict inner = BencodeReader.parseDict(recorded);
        GroupMessage.Body recordedBody = GroupMessage.body(inner);
        assertThat(body.key()).isEqualTo(recordedBody.key());
        assertThat(recordedBody.plain()).isEqualTo(plain);
        assertThat(
                        GroupMessage.signed(recordedBody, client.own, group)
                                .with(
                                        "s",
                                        BencodeString.of(
                                                client.own.ed25519().sign(recordedBody.bytes())))
                                .encode())
                .isEqualTo(recorded);

        int multiple = step.get("padding").asInt();
        byte[] padded = multiple == 0 ? recorded : GroupMessage.pad(recorded, multiple);
        assertThat(padded).hasSize(step.get("padded_inner_size").asInt());
        Secret key = client.keys.newestFirst().getFirst();
        assertThat(key).isEqualTo(Secret.owning(hex(step, "encrypted_with_key_hex")));
        byte[] nonce = HexFormat.of().parseHex(step.get("randomness_hex").get(0).asString());
        assertThat(GroupMessage.encrypt(padded, key, nonce)).isEqualTo(hex(step, "ciphertext_hex"));
    }

    private void decrypt(GroupClient client, JsonNode step) throws Exception {
        byte[] ciphertext = hex(step, "ciphertext_hex");
        if (expectsError(step)) {
            assertThatThrownBy(() -> GroupMessage.open(ciphertext, client.keys))
                    .isExactlyInstanceOf(MalformedGroupException.class)
                    .hasMessage("group message does not open");
            return;
        }
        byte[] plain = hex(step, "plaintext_hex");
        AccountId author = new AccountId(text(step, "sender_session_id"));
        BencodeDict inner =
                GroupMessage.unpad(GroupMessage.decrypt(ciphertext, client.keys.newestFirst()));
        GroupMessage.Body body = GroupMessage.body(inner);
        assertThat(body.plain()).isEqualTo(plain);
        assertThatThrownBy(() -> GroupMessage.open(ciphertext, client.keys))
                .isExactlyInstanceOf(MalformedGroupException.class)
                .hasMessage("group message: wrong signature");

        // The same as its author would sign it today.
        GroupClient sender =
                clients.values().stream()
                        .filter(other -> other.own.id().equals(author))
                        .findFirst()
                        .orElseThrow();
        BencodeDict today = GroupMessage.signed(body, sender.own, group);
        assertThat(inner.without("s")).isEqualTo(today.without("s"));
        byte[] sealed =
                GroupMessage.encrypt(
                        GroupMessage.pad(today.encode(), GroupMessage.MULTIPLE),
                        client.keys.newestFirst().getLast(),
                        Arrays.copyOf(ciphertext, 24));
        GroupMessage.Opened opened = GroupMessage.open(sealed, client.keys);
        assertThat(opened.author()).isEqualTo(author);
        assertThat(opened.plain()).isEqualTo(plain);
    }

    /** Ours, since those of the reference lack the signatures by which it then signs again. */
    private void reload(GroupClient client, JsonNode step) throws Exception {
        byte[] info = client.config(ConfigType.GROUP_INFO).dump();
        byte[] members = client.config(ConfigType.GROUP_MEMBERS).dump();
        byte[] keys = client.keys.dump();
        RecordedConfigs.assertSame(info, text(step, "info_dump_hex"));
        RecordedConfigs.assertSame(members, text(step, "members_dump_hex"));
        assertThat(keys).isEqualTo(renamed(hex(step, "keys_dump_hex")));
        client.reload(info, members, keys, seed);
    }

    /** The recorded dump with hashes as a swarm gives them, and these in order. */
    private static byte[] renamed(byte[] dump) throws Exception {
        BencodeDict all = BencodeReader.parseDict(dump);
        List<BencodeValue> generations = new ArrayList<>();
        for (BencodeValue generation : all.require("A", BencodeList.class)) {
            BencodeList list = (BencodeList) generation;
            List<BencodeValue> renamed = new ArrayList<>();
            renamed.add(list.require(0, BencodeInteger.class));
            list.values().stream()
                    .skip(1)
                    .map(name -> RecordedConfigs.hash(((BencodeString) name).text()).value())
                    .sorted()
                    .forEach(hash -> renamed.add(BencodeString.of(hash)));
            generations.add(new BencodeList(renamed));
        }
        return all.with("A", new BencodeList(generations)).encode();
    }

    private static void after(GroupClient client, JsonNode expected) {
        GroupKeys keys = client.keys;
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            String what = entry.getKey();
            JsonNode value = entry.getValue();
            switch (what) {
                case "is_admin" -> assertThat(keys.isAdmin()).as(what).isEqualTo(value.asBoolean());
                case "group_keys_hex" ->
                        assertThat(keys.newestFirst())
                                .as(what)
                                .containsExactlyElementsOf(secrets(value));
                case "current_generation" ->
                        assertThat(keys.generation()).as(what).isEqualTo(value.asLong());
                case "current_hashes" ->
                        assertThat(keys.activeHashes()).as(what).isEqualTo(hashes(value));
                case "has_pending" ->
                        assertThat(keys.pendingMessage().isPresent())
                                .as(what)
                                .isEqualTo(value.asBoolean());
                case "needs_rekey" ->
                        assertThat(keys.needsRekey()).as(what).isEqualTo(value.asBoolean());
                case "info_needs_push" ->
                        assertThat(client.config(ConfigType.GROUP_INFO).needsPush())
                                .as(what)
                                .isEqualTo(value.asBoolean());
                case "members_needs_push" ->
                        assertThat(client.config(ConfigType.GROUP_MEMBERS).needsPush())
                                .as(what)
                                .isEqualTo(value.asBoolean());
                default -> throw new AssertionError("unknown expectation " + what);
            }
        }
    }

    private static AccountId member(JsonNode step) {
        return new AccountId(text(step.get("args"), "session_id"));
    }

    private static List<AccountId> ids(JsonNode list) {
        return strings(list).stream().map(AccountId::new).toList();
    }

    private static List<Secret> secrets(JsonNode list) {
        return strings(list).stream()
                .map(text -> Secret.owning(HexFormat.of().parseHex(text)))
                .toList();
    }

    private static Set<MessageHash> hashes(JsonNode list) {
        Set<MessageHash> hashes = new HashSet<>();
        strings(list).forEach(name -> hashes.add(RecordedConfigs.hash(name)));
        return hashes;
    }

    private static List<String> strings(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asString).toList();
    }

    private static boolean expectsError(JsonNode step) {
        return step.path("expect_error").asBoolean(false);
    }

    private static byte[] hex(JsonNode json, String field) {
        return HexFormat.of().parseHex(text(json, field));
    }

    private static String text(JsonNode json, String field) {
        return json.get(field).asString();
    }
}
