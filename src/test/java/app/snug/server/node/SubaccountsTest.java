/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Concatenation;
import app.snug.server.node.membership.NodeEntry;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What others may do for an account. */
class SubaccountsTest extends AccountTest {

    private Request groupStore(Group group, Group.Token token, int namespace) {
        long now = net().now();
        return new Request("store")
                .of(group.account())
                .with("namespace", namespace)
                .with("timestamp", now)
                .with("ttl", HOUR)
                .with("data", Base64.getEncoder().encodeToString(bytes("by a member")))
                .by(token, "store" + namespace + now);
    }

    private Request groupRead(Group group, Group.Token token, int namespace) {
        long now = net().now();
        return new Request("retrieve")
                .of(group.account())
                .with("namespace", namespace)
                .with("timestamp", now)
                .by(token, "retrieve" + namespace + now);
    }

    @Test
    void aMemberOfAGroupMayDoWhatItsTokenSaysAndNoMore() {
        Group group = Group.random();
        Group.Token reader = group.token(anna.keys(), Group.READ);
        Group.Token writer = group.token(anna.keys(), Group.READ | Group.WRITE);
        Group.Token deleter = group.token(anna.keys(), Group.DELETE);
        assertRefused(groupStore(group, reader, 11), 401, "store signature verification failed");
        String hash = done(groupStore(group, writer, 11)).get("hash").stringValue();
        assertThat(hashes(done(groupRead(group, reader, 11)).get("messages")))
                .containsExactly(hash);
        assertRefused(groupRead(group, deleter, 11), 401, "retrieve signature verification failed");
        assertRefused(groupStore(group, writer, -21), 401, "store signature verification failed");
        Request delete = new Request("delete").of(group.account()).with("messages", List.of(hash));
        assertRefused(
                delete.by(writer, "delete" + hash),
                401,
                "delete_msgs signature verification failed");
        assertThat(ask(delete.by(deleter, "delete" + hash)).status()).isEqualTo(200);
        assertThat(done(groupRead(group, reader, 11)).get("messages").isEmpty()).isTrue();
    }

    @Test
    void aMemberWithoutTheRightToDeleteCanOnlyExtend() {
        Group group = Group.random();
        Group.Token writer = group.token(anna.keys(), Group.READ | Group.WRITE);
        String hash = done(groupStore(group, writer, 11)).get("hash").stringValue();
        long sooner = net().now() + 60_000;
        Request expire =
                new Request("expire")
                        .of(group.account())
                        .with("messages", List.of(hash))
                        .with("expiry", sooner);
        JsonNode answer = done(expire.by(writer, "expire" + sooner + hash));
        results(answer, group.account(), sooner + hash)
                .forEach(r -> {
                    assertThat(r.get("updated").isEmpty()).isTrue();
                    assertThat(r.has("unchanged")).isFalse();
                });
        assertRefused(
                expire.with("shorten", true).by(writer, "expire" + sooner + hash),
                401,
                "expire: signature verification failed");
        assertRefused(
                expire.with("shorten", true).by(writer, "expireshorten" + sooner + hash),
                400,
                "expire: shorten parameter cannot be used with this subaccount token"
                        + " (missing delete access)");
    }

    private Request revoke(Group group, String method, String field, Group.Token token) {
        long now = net().now();
        byte[] text = Concatenation.of(bytes(method + now), token.bytes());
        return new Request(method)
                .of(group.account())
                .with(field, Base64.getEncoder().encodeToString(token.bytes()))
                .with("timestamp", now)
                .signed(group.keys(), text);
    }

    @Test
    void aRevokedMemberReadsOnlyWhereTheRevokedMayUntilItIsTakenBack() {
        Group group = Group.random();
        Group.Token token = group.token(anna.keys(), Group.READ | Group.WRITE);
        done(revoke(group, "revoke_subaccount", "revoke", token));
        assertRefused(groupRead(group, token, 11), 401, "retrieve signature verification failed");
        assertRefused(groupStore(group, token, 11), 401, "store signature verification failed");
        assertThat(ask(groupRead(group, token, -11)).status()).isEqualTo(200);
        net().clock.travel(Duration.ofMillis(1));
        JsonNode back = done(revoke(group, "unrevoke_subaccount", "unrevoke", token));
        for (NodeEntry member : net().network.nodes()) {
            assertThat(back.get("swarm").get(member.ed25519().hex()).get("count").intValue())
                    .isEqualTo(1);
        }
        assertThat(ask(groupRead(group, token, 11)).status()).isEqualTo(200);
    }

    @Test
    void noMemberOfAGroupRevokes() {
        Group group = Group.random();
        Group.Token token = group.token(anna.keys(), Group.READ | Group.WRITE | Group.DELETE);
        Request request = revoke(group, "revoke_subaccount", "revoke", token);
        long now = net().now();
        byte[] text = Concatenation.of(bytes("revoke_subaccount" + now), token.bytes());
        assertRefused(
                request.signed(anna.keys(), text),
                401,
                "revoke_subaccount signature verification failed");
    }

    @Test
    void fiftyRevocationsAreKeptAndListedTheNewestOfThem() {
        Group group = Group.random();
        for (int i = 0; i < 51; i++) {
            done(
                    revoke(
                            group,
                            "revoke_subaccount",
                            "revoke",
                            group.token(Member.random().keys(), Group.READ)));
            net().clock.travel(Duration.ofMillis(1));
        }
        long now = net().now();
        JsonNode listed =
                done(
                        new Request("revoked_subaccounts")
                                .of(group.account())
                                .with("timestamp", now)
                                .signed(group.keys(), "revoked_subaccounts" + now));
        assertThat(listed.get("revoked_subaccounts").size()).isEqualTo(50);
    }

    private Request revoke(Group group, long signedAt, String method, List<Group.Token> tokens) {
        byte[][] bytes = tokens.stream().map(Group.Token::bytes).toArray(byte[][]::new);
        byte[] text = Concatenation.of(bytes(method + signedAt), Concatenation.of(bytes));
        return new Request(method)
                .of(group.account())
                .with(
                        method.substring(0, method.indexOf('_')),
                        Stream.of(bytes).map(Base64.getEncoder()::encodeToString).toList())
                .with("timestamp", signedAt)
                .signed(group.keys(), text);
    }

    @Test
    void ofFiftyOneRevocationsSignedInTheSameMillisecondTheFirstIsForgotten() {
        Group group = Group.random();
        List<Group.Token> tokens =
                Stream.generate(() -> group.token(Member.random().keys(), Group.READ))
                        .limit(51)
                        .toList();
        long signedAt = net().now();
        done(revoke(group, signedAt, "revoke_subaccount", tokens.subList(0, 1)));
        done(revoke(group, signedAt, "revoke_subaccount", tokens.subList(1, 50)));
        assertThat(ask(groupRead(group, tokens.getFirst(), 11)).status()).isEqualTo(401);
        done(revoke(group, signedAt, "revoke_subaccount", tokens.subList(50, 51)));
        assertThat(ask(groupRead(group, tokens.getFirst(), 11)).status()).isEqualTo(200);
        for (Group.Token token : tokens.subList(1, 51)) {
            assertThat(ask(groupRead(group, token, 11)).status()).isEqualTo(401);
        }
    }

    @Test
    void theLaterOrderCountsThoughTheEarlierWasSignedByAClockThatWasAhead() {
        Group group = Group.random();
        List<Group.Token> token = List.of(group.token(anna.keys(), Group.READ));
        long now = net().now();
        done(revoke(group, now, "revoke_subaccount", token));
        net().clock.travel(Duration.ofSeconds(1));
        JsonNode back = done(revoke(group, now + 41_000, "unrevoke_subaccount", token));
        net().clock.travel(Duration.ofSeconds(5));
        done(revoke(group, now + 6_000, "revoke_subaccount", token));
        assertThat(ask(groupRead(group, token.getFirst(), 11)).status()).isEqualTo(401);
        JsonNode again = done(revoke(group, now + 6_000, "unrevoke_subaccount", token));
        JsonNode once = done(revoke(group, now + 6_000, "unrevoke_subaccount", token));
        for (NodeEntry member : net().network.nodes()) {
            assertThat(count(back, member)).isEqualTo(1);
            assertThat(count(again, member)).isEqualTo(1);
            assertThat(count(once, member)).as("nothing to take back").isZero();
        }
    }

    private static int count(JsonNode answer, NodeEntry member) {
        return answer.get("swarm").get(member.ed25519().hex()).get("count").intValue();
    }

    @Test
    void aTokenIsForOneKindOfAccountUnlessItSaysOtherwise() {
        Group group = Group.random();
        Group.Token foreign = group.token(anna.keys(), Group.READ, 5);
        assertRefused(groupRead(group, foreign, 11), 401, "retrieve signature verification failed");
        Group.Token any = group.token(anna.keys(), Group.READ | Group.ANY_KIND, 5);
        assertThat(ask(groupRead(group, any, 11)).status()).isEqualTo(200);
    }

    @Test
    void aTokenOfAnotherGroupIsWorthNothing() {
        Group group = Group.random();
        Group.Token token = Group.random().token(anna.keys(), Group.READ | Group.WRITE);
        assertRefused(groupRead(group, token, 11), 401, "retrieve signature verification failed");
        assertRefused(groupStore(group, token, 11), 401, "store signature verification failed");
    }

    @Test
    void aTokenMayBeWrittenInHexadecimal() {
        Group group = Group.random();
        Group.Token token = group.token(anna.keys(), Group.READ);
        Request read =
                groupRead(group, token, 11)
                        .with("subaccount", java.util.HexFormat.of().formatHex(token.bytes()));
        assertThat(ask(read).status()).isEqualTo(200);
    }

    @Test
    void withTheRightToDeleteAnOutboxIsWrittenTo() {
        Group group = Group.random();
        Group.Token writer = group.token(anna.keys(), Group.WRITE | Group.DELETE);
        assertThat(ask(groupStore(group, writer, -21)).status()).isEqualTo(200);
    }
}
