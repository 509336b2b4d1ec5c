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

class UserProfileVectorsTest {

    @TestFactory
    Stream<DynamicTest> recordedProgramsGiveTheKnownBytesAndStates() {
        return Vectors.of("config_userprofile").tests(vector -> new Program().run(vector));
    }

    private static final class Program extends ConfigProgram {

        Program() {
            super(ConfigType.USER_PROFILE);
        }

        @Override
        boolean mutate(SyncedConfig config, String op, JsonNode args, Instant now) {
            return new UserProfile(config).edit(profile -> apply(profile, op, args));
        }

        private static void apply(ProfileEdit profile, String op, JsonNode args) {
            switch (op) {
                case "set_name" -> profile.name(args.get("name").asString());
                case "set_name_truncated" -> profile.nameCutToFit(args.get("name").asString());
                case "set_profile_pic" ->
                        profile.picture(
                                args.get("url").asString().isEmpty()
                                                || args.get("key_hex").asString().length() != 64
                                        ? Optional.empty()
                                        : Optional.of(picture(args)));
                case "set_nts_priority" -> profile.noteToSelfPriority(args.get("priority").asInt());
                case "set_nts_expiry" ->
                        profile.noteToSelfTimer(
                                Optional.of(Duration.ofSeconds(args.get("seconds").asLong())));
                case "set_blinded_msgreqs" ->
                        profile.acceptCommunityRequests(
                                args.get("enabled").isNull()
                                        ? Optional.empty()
                                        : Optional.of(args.get("enabled").asBoolean()));
                default -> throw new AssertionError(op);
            }
        }

        @Override
        ObjectNode state(SyncedConfig config) {
            UserProfile profile = new UserProfile(config);
            ObjectNode state = JSON.objectNode();
            state.put("name", profile.name().isEmpty() ? null : profile.name());
            state.set(
                    "profile_pic",
                    profile.picture().map(ConfigProgram::picture).orElse(JSON.nullNode()));
            state.put("nts_priority", profile.noteToSelfPriority());
            state.put(
                    "nts_expiry_seconds",
                    profile.noteToSelfTimer().map(Duration::toSeconds).orElse(null));
            state.put("blinded_msgreqs", profile.acceptsCommunityRequests().orElse(null));
            return state;
        }
    }
}
