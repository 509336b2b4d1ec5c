/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.config.ConversationKey.Community;
import app.snug.protocol.config.ConversationKey.Group;
import app.snug.protocol.config.ConversationKey.LegacyGroup;
import app.snug.protocol.config.ConversationKey.Person;
import app.snug.protocol.identity.AccountId;
import app.snug.testing.Vectors;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ConversationsVectorsTest {

    @TestFactory
    Stream<DynamicTest> recordedProgramsGiveTheKnownBytesAndStates() {
        return Vectors.of("config_convo_volatile").tests(vector -> new Program().run(vector));
    }

    private static final class Program extends ConfigProgram {

        Program() {
            super(ConfigType.CONVERSATIONS);
        }

        @Override
        boolean mutate(SyncedConfig config, String op, JsonNode args, Instant now) {
            Conversations conversations = new Conversations(config);
            if (op.startsWith("erase_")) {
                return conversations.erase(key(op, args));
            }
            if (key(op, args) instanceof Community(CommunityRoom room)) {
                X25519PublicKey serverKey =
                        X25519PublicKey.of(
                                HexFormat.of().parseHex(args.get("pubkey_hex").asString()));
                return conversations.edit(room, serverKey, now, marker -> apply(marker, args));
            }
            return conversations.edit(key(op, args), now, marker -> apply(marker, args));
        }

        private static ConversationKey key(String op, JsonNode args) {
            return switch (op.substring(op.indexOf('_') + 1)) {
                case "1to1" -> new Person(new AccountId(args.get("session_id").asString()));
                case "group" -> new Group(new AccountId(args.get("id").asString()));
                case "legacy_group" ->
                        new LegacyGroup(
                                new AccountId(
                                        (args.has("id") ? args.get("id") : args.get("session_id"))
                                                .asString()));
                case "community" ->
                        new Community(
                                new CommunityRoom(
                                        args.get("base_url").asString(),
                                        args.get("room").asString()));
                default -> throw new AssertionError(op);
            };
        }

        private static void apply(MarkerEdit marker, JsonNode args) {
            for (Map.Entry<String, JsonNode> field : args.properties()) {
                switch (field.getKey()) {
                    case "last_read" ->
                            marker.lastRead(Instant.ofEpochMilli(field.getValue().asLong()));
                    case "unread" -> marker.unread(field.getValue().asBoolean());
                    default -> {}
                }
            }
        }

        @Override
        ConfigPush push(SyncedConfig config, Instant now) {
            return new Conversations(config).push(now);
        }

        @Override
        ObjectNode state(SyncedConfig config) {
            List<ReadMarker> all = new Conversations(config).all();
            ObjectNode state = JSON.objectNode().put("size", all.size());
            for (String kind : List.of("one_to_one", "groups", "legacy_groups", "communities")) {
                state.putArray(kind);
            }
            for (ReadMarker marker : all) {
                ObjectNode json =
                        switch (marker.conversation()) {
                            case Person(AccountId id) ->
                                    state.withArray("one_to_one")
                                            .addObject()
                                            .put("session_id", id.hex());
                            case Group(AccountId id) ->
                                    state.withArray("groups").addObject().put("id", id.hex());
                            case LegacyGroup(AccountId id) ->
                                    state.withArray("legacy_groups")
                                            .addObject()
                                            .put("id", id.hex());
                            case Community(CommunityRoom room) ->
                                    state.withArray("communities")
                                            .addObject()
                                            .put("base_url", room.baseUrl())
                                            .put("room", room.room())
                                            .put("pubkey_hex", serverKey(config, room));
                            case ConversationKey.BlindedPerson person ->
                                    throw new AssertionError(person);
                        };
                json.put("last_read", marker.lastRead().toEpochMilli());
                json.put("unread", marker.unread());
            }
            return state;
        }

        private static String serverKey(SyncedConfig config, CommunityRoom room) {
            return ((BencodeString)
                            java.util.Objects.requireNonNull(
                                    ConfigTree.dictAt(
                                                    config.data(),
                                                    BencodeString.of("o"),
                                                    BencodeString.of(room.baseUrl()))
                                            .get("#")))
                    .hex();
        }
    }
}
