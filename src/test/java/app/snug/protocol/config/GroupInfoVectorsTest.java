/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.testing.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class GroupInfoVectorsTest {

    @TestFactory
    Stream<DynamicTest> recordedProgramsGiveTheKnownBytesAndStates() {
        return Vectors.of("group_info").tests(vector -> new Program().run(vector));
    }

    private static final class Program extends ConfigProgram {

        Program() {
            super(ConfigType.GROUP_INFO);
        }

        @Override
        boolean mutate(SyncedConfig config, String op, JsonNode args, Instant now) {
            return new GroupInfo(config).edit(info -> apply(info, op, args));
        }

        private static void apply(GroupInfoEdit info, String op, JsonNode args) {
            switch (op) {
                case "set_name" -> info.name(args.get("name").asString());
                case "set_name_truncated" -> info.nameCutToFit(args.get("name").asString());
                case "set_description" -> info.description(args.get("description").asString());
                case "set_profile_pic" ->
                        info.picture(
                                args.get("url").asString().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(picture(args)));
                case "set_expiry_timer" ->
                        info.disappearingTimer(
                                Optional.of(Duration.ofSeconds(args.get("seconds").asLong())));
                case "set_created" -> info.createdAt(time(args));
                case "set_delete_before" -> info.deleteBefore(time(args));
                case "set_delete_attach_before" -> info.deleteAttachmentsBefore(time(args));
                case "destroy_group" -> info.destroy();
                default -> throw new AssertionError(op);
            }
        }

        private static Optional<Instant> time(JsonNode args) {
            return Optional.of(Instant.ofEpochSecond(args.get("timestamp").asLong()));
        }

        @Override
        ObjectNode state(SyncedConfig config) {
            GroupInfo info = new GroupInfo(config);
            ObjectNode state = JSON.objectNode();
            state.put("name", info.name().isEmpty() ? null : info.name());
            state.put("description", info.description().isEmpty() ? null : info.description());
            state.set(
                    "profile_pic",
                    info.picture().map(ConfigProgram::picture).orElse(JSON.nullNode()));
            state.put(
                    "expiry_timer_seconds",
                    info.disappearingTimer().map(Duration::toSeconds).orElse(null));
            state.put("created", seconds(info.createdAt()));
            state.put("delete_before", seconds(info.deleteBefore()));
            state.put("delete_attach_before", seconds(info.deleteAttachmentsBefore()));
            state.put("is_destroyed", info.destroyed());
            return state;
        }

        private static @org.jspecify.annotations.Nullable Long seconds(Optional<Instant> time) {
            return time.map(Instant::getEpochSecond).orElse(null);
        }
    }
}
