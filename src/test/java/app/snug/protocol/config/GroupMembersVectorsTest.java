/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import app.snug.testing.Vectors;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
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
                case "set" -> members.edit(id, member -> RecordedMembers.edit(member, args));
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

        @Override
        ObjectNode state(SyncedConfig config) {
            return RecordedMembers.state(new GroupMembers(config));
        }
    }
}
