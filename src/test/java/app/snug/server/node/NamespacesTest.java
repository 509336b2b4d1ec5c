/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.storage.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is particular to kinds of namespaces. */
class NamespacesTest extends AccountTest {

    @Test
    void aPublicOutboxHoldsTheNewestMessageOnlyAndAnyoneReadsIt() {
        Namespace outbox = new Namespace(-21);
        store("first", outbox);
        String second = store("second", outbox);
        var late = ask(anna.storeSigned(outbox, bytes("late"), net().now() - 1, HOUR));
        assertThat(late.status()).isEqualTo(500);
        JsonNode read = done(new Request("retrieve").of(anna.account()).with("namespace", -21));
        assertThat(hashes(read.get("messages"))).containsExactly(second);
    }

    @Test
    void aSecondMessageIntoAnOutboxAsTheOnlyContentOfAnAccountIsKept() {
        Namespace outbox = new Namespace(-1);
        store("first", outbox);
        String second = store("second", outbox);
        assertThat(read(outbox)).containsExactly(second);
    }

    @Test
    void eachNamespaceIsABoxOfItsOwn() {
        for (int number : List.of(-30, -2, 0, 1, 2, 10, 11, 42, 32_767)) {
            Namespace namespace = new Namespace(number);
            String hash = store("the same words", namespace);
            assertThat(read(namespace)).as("namespace %d", number).containsExactly(hash);
        }
    }

    @Test
    void anyoneWritesToTensAndNobodyElsewhere() {
        for (int number : List.of(0, 10, -20, 32_760)) {
            assertThat(ask(unsigned(number)).status()).as("namespace %d", number).isEqualTo(200);
        }
        for (int number : List.of(1, -1, 11, -11, 42, -32_768)) {
            assertRefused(
                    unsigned(number),
                    401,
                    "store: signature required to store to namespace " + number);
        }
        String range = "invalid request: Invalid value given for 'namespace': value out of range";
        assertRefused(unsigned(32_768), 400, range);
        assertRefused(unsigned(-32_769), 400, range);
    }

    private Request unsigned(int namespace) {
        return new Request("store")
                .of(anna.account())
                .with("namespace", namespace)
                .with("timestamp", net().now())
                .with("ttl", HOUR)
                .with("data", "aGVsbG8=");
    }

    @Test
    void theOldGroupsBoxIsOpenToAllAndTheOthersAreNot() {
        done(unsigned(-10));
        Request read = new Request("retrieve").of(anna.account());
        assertThat(done(read.with("namespace", -10)).get("messages").size()).isEqualTo(1);
        assertRefused(
                read.with("namespace", 0),
                400,
                "invalid request: Required field 'signature' missing");
        assertRefused(read.with("namespace", null), 401, "retrieve: request signature required");
    }

    @Test
    void aSignatureMayHaveATimeOfItsOwn() {
        long now = net().now();
        Request store =
                new Request("store")
                        .of(anna)
                        .with("namespace", 3)
                        .with("timestamp", now - DAY)
                        .with("ttl", 2 * DAY)
                        .with("data", "aGVsbG8=");
        assertRefused(
                store.signed(anna.keys(), "store3" + (now - DAY)),
                406,
                "store signature timestamp too far from current time");
        assertThat(
                        ask(store.with("sig_timestamp", now).signed(anna.keys(), "store3" + now))
                                .status())
                .isEqualTo(200);
    }

    @Test
    void theDefaultNamespaceIsSignedWithoutItsNumberWhetherItIsNamedOrNot() {
        long now = net().now();
        Request read = signed("retrieve", "retrieve" + now).with("timestamp", now);
        assertThat(ask(read).status()).isEqualTo(200);
        assertThat(ask(read.with("namespace", 0)).status()).isEqualTo(200);
        assertRefused(
                read.signed(anna.keys(), "retrieve0" + now),
                401,
                "retrieve signature verification failed");
    }
}
