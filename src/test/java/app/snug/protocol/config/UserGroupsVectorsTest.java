/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.testing.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class UserGroupsVectorsTest {

    @TestFactory
    Stream<DynamicTest> recordedProgramsGiveTheKnownBytesAndStates() {
        return Vectors.of("config_user_groups").tests(vector -> new Program().run(vector));
    }

    private static final class Program extends ConfigProgram {

        Program() {
            super(ConfigType.USER_GROUPS);
        }

        @Override
        boolean mutate(SyncedConfig config, String op, JsonNode args, Instant now) {
            UserGroups groups = new UserGroups(config);
            return switch (op) {
                case "set_group" -> groups.editGroup(id(args, "id"), group -> apply(group, args));
                case "erase_group" -> groups.eraseGroup(id(args, "id"));
                case "set_community" ->
                        groups.editCommunity(
                                room(args),
                                X25519PublicKey.of(hex(args.get("pubkey_hex"))),
                                community -> args.properties().forEach(f -> common(community, f)));
                case "erase_community" -> groups.eraseCommunity(room(args));
                case "set_legacy_group" -> setLegacy(groups, args);
                case "erase_legacy_group" -> groups.eraseLegacyGroup(id(args, "session_id"));
                default -> throw new AssertionError(op);
            };
        }

        private static void apply(GroupEdit group, JsonNode args) {
            for (Map.Entry<String, JsonNode> field : args.properties()) {
                JsonNode value = field.getValue();
                switch (field.getKey()) {
                    case "secretkey_hex" ->
                            group.adminSeed(
                                    Secret.owning(
                                            Arrays.copyOf(hex(value), Ed25519KeyPair.SEED_SIZE)));
                    case "auth_data_hex" -> group.authData(hex(value));
                    case "name" -> group.name(value.asString());
                    case "mark" -> {
                        switch (value.asString()) {
                            case "kicked" -> group.kicked();
                            case "invited" -> group.invitedAgain();
                            default -> group.destroyed();
                        }
                    }
                    default -> common(group, field);
                }
            }
        }

        private static boolean setLegacy(UserGroups groups, JsonNode args) {
            AccountId id = id(args, "session_id");
            Set<AccountId> members = new TreeSet<>();
            Set<AccountId> admins = new TreeSet<>();
            groups.findLegacyGroup(id)
                    .ifPresent(known -> {
                        members.addAll(known.members());
                        admins.addAll(known.admins());
                    });
            return groups.editLegacyGroup(id, group -> apply(group, args, members, admins));
        }

        private static void apply(
                LegacyGroupEdit group,
                JsonNode args,
                Set<AccountId> members,
                Set<AccountId> admins) {
            for (Map.Entry<String, JsonNode> field : args.properties()) {
                JsonNode value = field.getValue();
                switch (field.getKey()) {
                    case "name" -> group.name(value.asString());
                    case "enc_pubkey_hex" ->
                            group.encryptionKeys(hex(value), hex(args.get("enc_seckey_hex")));
                    case "disappearing_timer" ->
                            group.disappearingTimer(
                                    Optional.of(Duration.ofSeconds(value.asLong())));
                    case "insert_members" ->
                            value.forEach(member -> {
                                AccountId id = id(member, "session_id");
                                members.remove(id);
                                admins.remove(id);
                                (member.get("admin").asBoolean() ? admins : members).add(id);
                            });
                    case "erase_members" ->
                            value.forEach(member -> {
                                members.remove(new AccountId(member.asString()));
                                admins.remove(new AccountId(member.asString()));
                            });
                    default -> common(group, field);
                }
            }
            group.members(members, admins);
        }

        private static void common(MembershipEdit edit, Map.Entry<String, JsonNode> field) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "priority" -> edit.pinned(value.asInt());
                case "joined_at" -> edit.joinedAt(seconds(value));
                case "notifications" -> edit.notifications(Notifications.values()[value.asInt()]);
                case "mute_until" -> edit.mutedUntil(seconds(value));
                case "invited" -> edit.invited(value.asBoolean());
                default -> {}
            }
        }

        @Override
        ObjectNode state(SyncedConfig config) {
            UserGroups all = new UserGroups(config);
            ArrayNode groups = JSON.arrayNode();
            for (GroupMembership group : all.groups()) {
                ObjectNode json = groups.addObject();
                json.put("id", group.id().hex());
                json.put("name", group.name());
                json.put("secretkey_hex", group.adminSeed().map(Program::secretKey).orElse(""));
                json.put(
                        "auth_data_hex",
                        group.authData().map(HexFormat.of()::formatHex).orElse(""));
                json.put("removed_status", group.removal().ordinal());
                common(json, group);
            }
            ArrayNode communities = JSON.arrayNode();
            for (CommunityMembership community : all.communities()) {
                ObjectNode json = communities.addObject();
                json.put("base_url", community.room().baseUrl());
                json.put("room", community.room().room());
                json.put("room_norm", community.room().key());
                json.put("pubkey_hex", community.serverKey().hex());
                json.put("full_url", community.url());
                common(json, community);
            }
            ArrayNode legacy = JSON.arrayNode();
            for (LegacyGroup group : all.legacyGroups()) {
                legacy(legacy.addObject(), group);
            }
            ObjectNode state = JSON.objectNode();
            state.put("size", groups.size() + communities.size() + legacy.size());
            state.set("groups", groups);
            state.set("communities", communities);
            state.set("legacy_groups", legacy);
            return state;
        }

        private static void legacy(ObjectNode json, LegacyGroup group) {
            json.put("session_id", group.id().hex());
            json.put("name", group.name());
            json.put(
                    "enc_pubkey_hex",
                    group.encryptionPublicKey().map(HexFormat.of()::formatHex).orElse(""));
            json.put(
                    "enc_seckey_hex",
                    group.encryptionSecretKey().map(HexFormat.of()::formatHex).orElse(""));
            json.put(
                    "disappearing_timer",
                    group.disappearingTimer().map(Duration::toSeconds).orElse(0L));
            ArrayNode members = json.putArray("members");
            Set<AccountId> everyone = new TreeSet<>(group.members());
            everyone.addAll(group.admins());
            for (AccountId id : everyone) {
                members.addObject()
                        .put("session_id", id.hex())
                        .put("admin", group.admins().contains(id));
            }
            common(json, group);
        }

        private static void common(ObjectNode json, Membership membership) {
            json.put("priority", membership.priority());
            json.put("joined_at", membership.joinedAt().map(Instant::getEpochSecond).orElse(0L));
            json.put("notifications", membership.notifications().ordinal());
            json.put("mute_until", membership.mutedUntil().map(Instant::getEpochSecond).orElse(0L));
            json.put("invited", membership.invited());
        }

        private static String secretKey(Secret seed) {
            try (Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(seed)) {
                return HexFormat.of().formatHex(seed.copy()) + pair.publicKey().hex();
            }
        }

        private static CommunityRoom room(JsonNode args) {
            return new CommunityRoom(args.get("base_url").asString(), args.get("room").asString());
        }

        private static AccountId id(JsonNode args, String field) {
            return new AccountId(args.get(field).asString());
        }

        private static byte[] hex(JsonNode value) {
            return HexFormat.of().parseHex(value.asString());
        }

        private static Optional<Instant> seconds(JsonNode value) {
            return value.asLong() == 0
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochSecond(value.asLong()));
        }
    }
}
