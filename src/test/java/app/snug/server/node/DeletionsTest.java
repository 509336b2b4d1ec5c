/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.storage.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an account has deleted, and what every member says to it. */
class DeletionsTest extends AccountTest {

    @Test
    void deleteTakesMessagesFromEveryMemberAndEveryoneSigns() {
        String one = store("one");
        String two = store("two", Namespace.CONTACTS);
        String none = "A".repeat(43);
        List<String> asked = List.of(two, none, one);
        JsonNode answer =
                done(signed("delete", "delete" + String.join("", asked)).with("messages", asked));
        List<String> gone = List.of(one, two).stream().sorted().toList();
        results(answer, anna.account(), String.join("", asked) + String.join("", gone))
                .forEach(result -> assertThat(texts(result.get("deleted"))).isEqualTo(gone));
        assertThat(read(Namespace.DEFAULT)).isEmpty();
        assertThat(read(Namespace.CONTACTS)).isEmpty();
    }

    @Test
    void deleteOfWhatMustBeThereFailsIfNobodyHasIt() {
        String none = "B".repeat(43);
        Request request = signed("delete", "delete" + none).with("messages", none);
        assertThat(ask(request).status()).isEqualTo(200);
        assertThat(ask(request.with("required", true)).status()).isEqualTo(404);
    }

    @Test
    void deleteAllTakesOneNamespaceOrAllOfThem() {
        String inbox = store("inbox");
        String contacts = store("contacts", Namespace.CONTACTS);
        String groups = store("groups", Namespace.USER_GROUPS);
        long now = net().now();
        JsonNode one =
                done(
                        signed("delete_all", "delete_all3" + now)
                                .with("timestamp", now)
                                .with("namespace", 3));
        results(one, anna.account(), now + contacts)
                .forEach(r -> assertThat(texts(r.get("deleted"))).containsExactly(contacts));
        JsonNode all =
                done(
                        signed("delete_all", "delete_allall" + now)
                                .with("timestamp", now)
                                .with("namespace", "all"));
        String rest = List.of(inbox, groups).stream().sorted().reduce("", String::concat);
        results(all, anna.account(), now + rest)
                .forEach(r ->
                        assertThat(r.get("deleted").toString())
                                .isEqualTo(
                                        "{\"0\":[\"%s\"],\"5\":[\"%s\"]}"
                                                .formatted(inbox, groups)));
    }

    @Test
    void deleteAllWithAnOldTimestampIsRefused() {
        long old = net().now() - 60_001;
        assertRefused(
                signed("delete_all", "delete_all" + old).with("timestamp", old),
                406,
                "delete_all timestamp too far from current time");
    }

    @Test
    void deleteBeforeTakesWhatWasSentUntilThenInOneNamespaceOrInAll() {
        long then = net().now() - 1_000;
        String old = store("old", then);
        String young = store("young", then + 1);
        JsonNode answer =
                done(signed("delete_before", "delete_before" + then).with("before", then));
        results(answer, anna.account(), then + old)
                .forEach(r -> assertThat(texts(r.get("deleted"))).containsExactly(old));
        assertThat(read(Namespace.DEFAULT)).containsExactly(young);
        long later = then + 1;
        JsonNode all =
                done(
                        signed("delete_before", "delete_beforeall" + later)
                                .with("before", later)
                                .with("namespace", "all"));
        results(all, anna.account(), later + young)
                .forEach(r ->
                        assertThat(r.get("deleted").toString())
                                .isEqualTo("{\"0\":[\"%s\"]}".formatted(young)));
        assertRefused(
                signed("delete_before", "delete_before" + (net().now() + 60_001))
                        .with("before", net().now() + 60_001),
                401,
                "delete_before timestamp too far in the future");
    }
}
