/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Concatenation;
import app.snug.protocol.storage.Namespace;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What any network refuses, and in which words. */
class ContractRulesTest extends ContractTest {

    @Test
    void whatIsNoRequestIsRefused() {
        assertRefused("x", 400, "invalid json");
        assertRefused("{\"params\":{}}", 400, "invalid json: no `method` field");
        assertRefused("{\"method\":\"info\"}", 400, "invalid json: no `params` field");
        assertRefused(new Request("nope"), 400, "no method nope");
        assertRefused(
                new Request("store").of(anna.account()),
                400,
                "invalid request: Required field 'timestamp' missing");
        assertRefused(
                new Request("get_swarm").with("pubkey", "05"),
                400,
                "invalid request: Pubkey must be 66 hex digits/33 bytes long");
        assertRefused(
                new Request("retrieve").of(anna.account()).with("max_count", "1"),
                400,
                "invalid request: Invalid value given for 'max_count': expected integer");
    }

    @Test
    void onlyTheOwnerReads() {
        assertRefused(
                new Request("retrieve").of(anna.account()),
                401,
                "retrieve: request signature required");
        long now = now();
        Member ben = Member.random();
        assertRefused(
                new Request("retrieve")
                        .of(anna.account())
                        .with("pubkey_ed25519", ben.keys().publicKey().hex())
                        .with("timestamp", now)
                        .signed(ben.keys(), "retrieve" + now),
                401,
                "retrieve signature verification failed");
        assertRefused(
                anna.retrieve(Namespace.DEFAULT, now - 120_000),
                406,
                "retrieve timestamp too far from current time");
    }

    @Test
    void onlyTheOwnerWritesButToAnInbox() {
        Request store =
                new Request("store")
                        .of(anna.account())
                        .with("namespace", 42)
                        .with("timestamp", now())
                        .with("ttl", LIFE)
                        .with("data", "aGVsbG8=");
        assertRefused(store, 401, "store: signature required to store to namespace 42");
        assertThat(ask(store.with("namespace", 10)).status()).isEqualTo(200);
    }

    @Test
    void timesSizesAndLivesHaveLimits() {
        Request store =
                new Request("store").of(anna.account()).with("data", "aGVsbG8=").with("ttl", LIFE);
        assertRefused(
                store.with("timestamp", now() + 60_000), 406, "Timestamp error: check your clock");
        assertRefused(
                store.with("timestamp", now()).with("ttl", 9_000),
                403,
                "Provided expiry/TTL is not valid.");
        assertRefused(
                store.with("ttl", 15 * AccountTest.DAY), 403, "Provided expiry/TTL is not valid.");
        String large = Base64.getEncoder().encodeToString(new byte[76_803]);
        assertRefused(
                store.with("ttl", LIFE).with("data", large),
                400,
                "invalid request: Message body exceeds maximum allowed length of 76800 bytes");
    }

    @Test
    void severalCallsInOneAndOneByCondition() {
        JsonNode info = new Request("info").json();
        Request failing =
                new Request("store")
                        .of(anna.account())
                        .with("namespace", 42)
                        .with("timestamp", now())
                        .with("ttl", LIFE)
                        .with("data", "aGVsbG8=");
        List<JsonNode> calls = List.of(failing.json(), info);
        JsonNode batch = done(new Request("batch").with("requests", calls)).get("results");
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.get(0).get("code").intValue()).isEqualTo(401);
        assertThat(batch.get(1).get("code").intValue()).isEqualTo(200);
        JsonNode sequence = done(new Request("sequence").with("requests", calls)).get("results");
        assertThat(sequence.size()).isEqualTo(1);
        JsonNode chosen =
                done(
                        new Request("ifelse")
                                .with("if", RawClient.JSON.readTree("{\"hf_at_least\":[19,0]}"))
                                .with("then", info));
        assertThat(chosen.get("condition").booleanValue()).isTrue();
        assertThat(chosen.get("result").get("body").has("version")).isTrue();
    }

    private static Request groupStore(Group group, Group.Token token) {
        long now = now();
        return new Request("store")
                .of(group.account())
                .with("namespace", 11)
                .with("timestamp", now)
                .with("ttl", LIFE)
                .with("data", "aGVsbG8=")
                .by(token, "store11" + now);
    }

    private static Request groupRead(Group group, Group.Token token) {
        long now = now();
        return new Request("retrieve")
                .of(group.account())
                .with("namespace", 11)
                .with("timestamp", now)
                .by(token, "retrieve11" + now);
    }

    private static Request revocation(Group group, Group.Token token, String verb) {
        long now = now();
        byte[] text = Concatenation.of(bytes(verb + "_subaccount" + now), token.bytes());
        return new Request(verb + "_subaccount")
                .of(group.account())
                .with(verb, Base64.getEncoder().encodeToString(token.bytes()))
                .with("timestamp", now)
                .signed(group.keys(), text);
    }

    @Test
    void aMemberOfAGroupDoesWhatItsTokenSaysUntilItIsTakenBack() {
        Group group = Group.random();
        Group.Token reader = group.token(anna.keys(), Group.READ);
        Group.Token writer = group.token(anna.keys(), Group.READ | Group.WRITE);
        assertRefused(
                group.account(),
                groupStore(group, reader),
                401,
                "store signature verification failed");
        done(group.account(), groupStore(group, writer));
        assertThat(done(group.account(), groupRead(group, reader)).get("messages").size())
                .isEqualTo(1);
        done(group.account(), revocation(group, writer, "revoke"));
        assertRefused(
                group.account(),
                groupRead(group, writer),
                401,
                "retrieve signature verification failed");
        done(group.account(), revocation(group, writer, "unrevoke"));
        assertThat(ask(group.account(), groupRead(group, writer)).status()).isEqualTo(200);
        long now = now();
        done(
                group.account(),
                new Request("delete_all")
                        .of(group.account())
                        .with("timestamp", now)
                        .with("namespace", "all")
                        .signed(group.keys(), "delete_allall" + now));
    }
}
