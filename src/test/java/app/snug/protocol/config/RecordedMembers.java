/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What recorded programs do with members of a group, and say of them. */
public final class RecordedMembers {

    private RecordedMembers() {}

    public static void edit(GroupMemberEdit member, JsonNode args) {
        for (Map.Entry<String, JsonNode> field : args.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "session_id" -> {}
                case "name" -> member.name(value.asString());
                case "profile_pic" ->
                        member.picture(
                                value.isNull()
                                        ? Optional.empty()
                                        : Optional.of(ConfigProgram.picture(value)));
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

    /** Everything readable. */
    public static ObjectNode state(GroupMembers members) {
        ArrayNode all = ConfigProgram.JSON.arrayNode();
        for (GroupMember member : members.all()) {
            ObjectNode json = all.addObject();
            json.put("session_id", member.id().hex());
            json.put("name", member.name());
            json.set(
                    "profile_pic",
                    member.picture()
                            .map(ConfigProgram::picture)
                            .orElse(ConfigProgram.JSON.nullNode()));
            json.put("admin", member.admin());
            json.put("supplement", member.withHistory());
            json.put("invite_status", member.admin() ? 0 : Fields.number(member.fields(), "I"));
            json.put("promotion_status", member.admin() ? Fields.number(member.fields(), "P") : 0);
            json.put("removed_status", Fields.number(member.fields(), "R"));
        }
        ObjectNode state = ConfigProgram.JSON.objectNode().put("size", all.size());
        state.set("members", all);
        return state;
    }
}
