/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import static app.snug.protocol.descriptor.Household.ANNA;
import static app.snug.protocol.descriptor.Household.BEN;
import static app.snug.protocol.descriptor.Household.STRANGER;
import static app.snug.protocol.descriptor.Household.signed;
import static app.snug.protocol.descriptor.Household.street;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is changed in a signed descriptor, it is refused, with a sentence. */
class TamperingTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] GENUINE = signed(street(3), ANNA, BEN).write();

    private static String refusal(byte[] json) {
        Throwable refusal = catchThrowable(() -> SignedDescriptor.read(json));
        assertThat(refusal)
                .as(new String(json, StandardCharsets.UTF_8))
                .isInstanceOf(DescriptorException.class);
        assertThat(refusal.getMessage()).matches("(?s)\\p{Lu}.*\\.|“.*\\.|\\d.*\\.");
        return String.valueOf(refusal.getMessage());
    }

    @Test
    void everyValueIsSigned() {
        int changed = 0;
        for (List<Object> place : places(JSON.readTree(GENUINE), List.of())) {
            JsonNode copy = JSON.readTree(GENUINE);
            change(copy, place);
            refusal(JSON.writeValueAsBytes(copy));
            changed++;
        }
        assertThat(changed).isEqualTo(33);
    }

    @Test
    void everythingThatIsLeftOutOrRepeatedIsMissed() {
        for (String list : List.of("operators", "nodes", "names", "communities")) {
            ObjectNode shorter = (ObjectNode) JSON.readTree(GENUINE);
            ((ArrayNode) shorter.get(list)).remove(0);
            refusal(JSON.writeValueAsBytes(shorter));
            shorter.remove(list);
            refusal(JSON.writeValueAsBytes(shorter));
        }
        ObjectNode turned = (ObjectNode) JSON.readTree(GENUINE);
        ArrayNode nodes = (ArrayNode) turned.get("nodes");
        nodes.add(nodes.remove(0));
        assertThat(refusal(JSON.writeValueAsBytes(turned))).contains("changed after it was signed");
        ObjectNode withoutFiles = (ObjectNode) JSON.readTree(GENUINE);
        withoutFiles.remove("fileServer");
        refusal(JSON.writeValueAsBytes(withoutFiles));
    }

    @Test
    void layoutAndTheOrderOfKeysAreFree() throws Exception {
        ObjectNode turned = (ObjectNode) JSON.readTree(GENUINE);
        turned.set("name", turned.remove("name"));
        SignedDescriptor.read(JSON.writeValueAsBytes(turned)).requireFounded();
    }

    @Test
    void whatIsNotSignedHasNoPlaceInTheFile() {
        ObjectNode more = (ObjectNode) JSON.readTree(GENUINE);
        more.put("comment", "hello");
        assertThat(refusal(JSON.writeValueAsBytes(more)))
                .isEqualTo("It has an unknown key “comment”.");
        String twice =
                new String(GENUINE, StandardCharsets.UTF_8)
                        .replace("\"serial\"", "\"serial\" : 9, \"serial\"");
        assertThat(refusal(twice.getBytes(StandardCharsets.UTF_8))).contains("not JSON");
        assertThat(
                        refusal(
                                (new String(GENUINE, StandardCharsets.UTF_8) + "{}")
                                        .getBytes(StandardCharsets.UTF_8)))
                .contains("not JSON");
    }

    @Test
    void aSignatureUnderAnotherNameDoesNotFit() {
        ObjectNode lent = (ObjectNode) JSON.readTree(GENUINE);
        ((ObjectNode) lent.get("signatures").get(0)).put("by", STRANGER.publicKey().hex());
        assertThat(refusal(JSON.writeValueAsBytes(lent))).contains("does not fit");
    }

    @Test
    void rubbishIsRefusedWithASentence() {
        refusal(new byte[0]);
        refusal("[]".getBytes(StandardCharsets.UTF_8));
        refusal("{".getBytes(StandardCharsets.UTF_8));
        refusal(new byte[(1 << 20) + 1]);
        refusal("[".repeat(5000).getBytes(StandardCharsets.UTF_8));
        assertThat(refusal("{\"snugNetwork\": 2}".getBytes(StandardCharsets.UTF_8)))
                .contains("another version of Snug");
        assertThat(refusal("{\"name\": \"x\", \"seeds\": []}".getBytes(StandardCharsets.UTF_8)))
                .contains("no signed network descriptor");
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = GENUINE.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                SignedDescriptor.read(damaged);
            } catch (DescriptorException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    private static List<List<Object>> places(JsonNode node, List<Object> here) {
        List<List<Object>> places = new ArrayList<>();
        if (node.isObject()) {
            for (String name : node.propertyNames()) {
                places.addAll(places(node.get(name), with(here, name)));
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                places.addAll(places(node.get(i), with(here, i)));
            }
        } else {
            places.add(here);
        }
        return places;
    }

    private static List<Object> with(List<Object> place, Object next) {
        List<Object> longer = new ArrayList<>(place);
        longer.add(next);
        return longer;
    }

    /** To another value that is as good in itself. */
    private static void change(JsonNode root, List<Object> place) {
        JsonNode at = root;
        for (Object step : place.subList(0, place.size() - 1)) {
            at = step instanceof Integer i ? at.get(i) : at.get((String) step);
        }
        ObjectNode object = (ObjectNode) at;
        String key = (String) place.getLast();
        JsonNode old = object.get(key);
        if (old.isIntegralNumber()) {
            object.put(key, old.longValue() + (key.equals("signaturesNeeded") ? -1 : 1));
            return;
        }
        String text = old.stringValue();
        int change =
                key.equals("url") || key.equals("host")
                        ? text.length() - 1
                        : text.indexOf('T') > 0 ? 3 : 0;
        char was = text.charAt(change);
        object.put(
                key,
                text.substring(0, change) + (was == '1' ? '2' : '1') + text.substring(change + 1));
    }
}
