/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.message.Disappearing;
import app.snug.testing.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ContactsVectorsTest {

    @TestFactory
    Stream<DynamicTest> recordedProgramsGiveTheKnownBytesAndStates() {
        return Vectors.of("config_contacts").tests(vector -> new Program().run(vector));
    }

    private static final class Program extends ConfigProgram {

        Program() {
            super(ConfigType.CONTACTS);
        }

        @Override
        boolean mutate(SyncedConfig config, String op, JsonNode args, Instant now) {
            Contacts contacts = new Contacts(config);
            AccountId id = new AccountId(args.get("session_id").asString());
            return switch (op) {
                case "set" -> contacts.edit(id, contact -> apply(contact, args));
                case "erase" -> contacts.erase(id);
                default -> throw new AssertionError(op);
            };
        }

        private static void apply(ContactEdit contact, JsonNode args) {
            for (Map.Entry<String, JsonNode> field : args.properties()) {
                JsonNode value = field.getValue();
                switch (field.getKey()) {
                    case "session_id", "exp_seconds" -> {}
                    case "name" -> contact.name(value.asString());
                    case "nickname" -> contact.nickname(value.asString());
                    case "profile_pic" ->
                            contact.picture(
                                    value.isNull()
                                            ? Optional.empty()
                                            : Optional.of(picture(value)));
                    case "approved" -> contact.approved(value.asBoolean());
                    case "approved_me" -> contact.approvedMe(value.asBoolean());
                    case "blocked" -> contact.blocked(value.asBoolean());
                    case "priority" -> contact.pinned(value.asInt());
                    case "notifications" ->
                            contact.notifications(Notifications.values()[value.asInt()]);
                    case "mute_until" -> contact.mutedUntil(seconds(value));
                    case "exp_mode" ->
                            contact.disappearing(
                                    disappearing(value.asInt(), args.get("exp_seconds").asLong()));
                    case "created" -> contact.createdAt(seconds(value));
                    default -> throw new AssertionError(field.getKey());
                }
            }
        }

        private static Optional<Disappearing> disappearing(int mode, long seconds) {
            return mode == 0 || seconds == 0
                    ? Optional.empty()
                    : Optional.of(
                            new Disappearing(
                                    Disappearing.Mode.values()[mode - 1],
                                    Duration.ofSeconds(seconds)));
        }

        private static Optional<Instant> seconds(JsonNode value) {
            return value.asLong() == 0
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochSecond(value.asLong()));
        }

        @Override
        ObjectNode state(SyncedConfig config) {
            ArrayNode all = JSON.arrayNode();
            for (Contact contact : new Contacts(config).all()) {
                ObjectNode json = all.addObject();
                json.put("session_id", contact.id().hex());
                json.put("name", contact.name());
                json.put("nickname", contact.nickname());
                json.set(
                        "profile_pic",
                        contact.picture().map(ConfigProgram::picture).orElse(JSON.nullNode()));
                json.put("approved", contact.approved());
                json.put("approved_me", contact.approvedMe());
                json.put("blocked", contact.blocked());
                json.put("priority", contact.priority());
                json.put("notifications", contact.notifications().ordinal());
                json.put(
                        "mute_until", contact.mutedUntil().map(Instant::getEpochSecond).orElse(0L));
                json.put(
                        "exp_mode",
                        contact.disappearing().map(d -> d.mode().ordinal() + 1).orElse(0));
                json.put(
                        "exp_seconds",
                        contact.disappearing().map(d -> d.timer().toSeconds()).orElse(0L));
                json.put("created", contact.createdAt().map(Instant::getEpochSecond).orElse(0L));
            }
            ObjectNode state = JSON.objectNode().put("size", all.size());
            state.set("contacts", all);
            return state;
        }
    }
}
