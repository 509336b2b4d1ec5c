/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import app.snug.testing.Vectors;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class GroupMembersVectorsTest {

    @TestFactory
    Stream<DynamicTest> recordedProgramsGiveTheKnownBytesAndStates() {
        return Vectors.of("group_members").tests(vector -> new Program().run(vector));
    }

    private static final class Program extends ConfigProgram {

        Program() {
            super(ConfigType.GROUP_MEMBERS);
        }

        @Override
        boolean mutate(SyncedConfig config, String op, JsonNode args, Instant now) {
            GroupMembers members = new GroupMembers(config);
            AccountId id = new AccountId(args.get("session_id").asString());
            return switch (op) {
                case "set" -> members.edit(id, member -> apply(member, args));
                case "erase" -> members.erase(id);
                case "set_pending_send" -> {
                    members.setSending(id, args.get("pending").asBoolean());
                    yield true;
                }
                case "get_status" -> true;
                default -> throw new AssertionError(op);
            };
        }

        @Override
        void result(SyncedConfig config, JsonNode args, boolean result, JsonNode expected) {
            if (expected.isBoolean()) {
                super.result(config, args, result, expected);
                return;
            }
            AccountId id = new AccountId(args.get("session_id").asString());
            GroupMember member = new GroupMembers(config).find(id).orElseThrow();
            assertThat(member.status().ordinal()).isEqualTo(expected.get("status").asInt());
            assertThat(member.sending()).isEqualTo(expected.get("has_pending_send").asBoolean());
        }

        private static void apply(GroupMemberEdit member, JsonNode args) {
            for (Map.Entry<String, JsonNode> field : args.properties()) {
                JsonNode value = field.getValue();
                switch (field.getKey()) {
                    case "session_id" -> {}
                    case "name" -> member.name(value.asString());
                    case "profile_pic" ->
                            member.picture(
                                    value.isNull()
                                            ? Optional.empty()
                                            : Optional.of(picture(value)));
                    case "supplement" -> member.withHistory(value.asBoolean());
                    case "admin" -> member.promotionAccepted();
                    case "action" -> act(member, value.asString());
                    default -> throw new AssertionError(field.getKey());
                }
            }
        }

        private static void act(GroupMemberEdit member, String action) {
            switch (action) {
                case "set_invite_not_sent" -> member.inviteNotSent();
                case "set_invite_failed" -> member.inviteFailed();
                case "set_invite_sent" -> member.inviteSent();
                case "set_invite_accepted" -> member.inviteAccepted();
                case "set_promoted" -> member.promotionNotSent();
                case "set_promotion_failed" -> member.promotionFailed();
                case "set_promotion_sent" -> member.promotionSent();
                case "set_promotion_accepted" -> member.promotionAccepted();
                case "set_removed" -> member.removed(false);
                case "set_removed_with_messages" -> member.removed(true);
                default -> throw new AssertionError(action);
            }
        }

        @Override
        ObjectNode state(SyncedConfig config) {
            ArrayNode all = JSON.arrayNode();
            for (GroupMember member : new GroupMembers(config).all()) {
                ObjectNode json = all.addObject();
                json.put("session_id", member.id().hex());
                json.put("name", member.name());
                json.set(
                        "profile_pic",
                        member.picture().map(ConfigProgram::picture).orElse(JSON.nullNode()));
                json.put("admin", member.admin());
                json.put("supplement", member.withHistory());
                json.put("invite_status", member.admin() ? 0 : Fields.number(member.fields(), "I"));
                json.put(
                        "promotion_status",
                        member.admin() ? Fields.number(member.fields(), "P") : 0);
                json.put("removed_status", Fields.number(member.fields(), "R"));
            }
            ObjectNode state = JSON.objectNode().put("size", all.size());
            state.set("members", all);
            return state;
        }
    }
}
