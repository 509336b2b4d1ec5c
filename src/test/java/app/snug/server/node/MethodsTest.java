/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an account may have done to its messages, and with what right ({@code protocol/03} §12). */
class MethodsTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    @TempDir private static Path directory;
    private static TestNetwork net;

    private final Member anna = Member.random();

    @BeforeAll
    static void open() throws Exception {
        net =
                new TestNetwork(
                        directory,
                        settings ->
                                settings.withNodes(3, 1)
                                        .withBehaviour(
                                                NodeSettings.DEFAULT.withLimit(
                                                        new app.snug.server.node.http.RateLimiter
                                                                .Limit(1_000_000, 1_000_000))));
    }

    @AfterAll
    static void close() {
        net.close();
    }

    private static NodeEntry node() {
        return net.network.nodes().getFirst();
    }

    private static RawClient.Answer ask(Object request) {
        return net.client.rpc(node(), request.toString());
    }

    private static JsonNode done(Object request) {
        RawClient.Answer answer = ask(request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static void assertRefused(Object request, int status, String text) {
        RawClient.Answer answer = ask(request);
        assertThat(answer.text()).isEqualTo(text);
        assertThat(answer.status()).isEqualTo(status);
    }

    private String store(String text) {
        return store(text, net.now());
    }

    private String store(String text, long timestamp) {
        return done(anna.store(bytes(text), timestamp, HOUR)).get("hash").stringValue();
    }

    private String store(String text, Namespace namespace) {
        return done(anna.storeSigned(namespace, bytes(text), net.now(), HOUR))
                .get("hash")
                .stringValue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Request signed(String method, String text) {
        return new Request(method).of(anna).signed(anna.keys(), text);
    }

    private List<String> read(Namespace namespace) {
        return hashes(done(anna.retrieve(namespace, net.now())).get("messages"));
    }

    private static List<String> hashes(JsonNode messages) {
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.get("hash").stringValue())
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::stringValue).toList();
    }

    /** Every member's result, each with a signature over the account and this. */
    private static List<JsonNode> results(JsonNode answer, AccountId account, String signed) {
        List<JsonNode> results = new ArrayList<>();
        for (NodeEntry member : net.network.nodes()) {
            JsonNode result = answer.get("swarm").get(member.ed25519().hex());
            byte[] signature = Base64.getDecoder().decode(result.get("signature").stringValue());
            assertThat(member.ed25519().verify(bytes(account.hex() + signed), signature))
                    .as("signature of " + result)
                    .isTrue();
            results.add(result);
        }
        return results;
    }

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
        long now = net.now();
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
        long old = net.now() - 60_001;
        assertRefused(
                signed("delete_all", "delete_all" + old).with("timestamp", old),
                406,
                "delete_all timestamp too far from current time");
    }

    @Test
    void deleteBeforeTakesWhatWasSentUntilThenInOneNamespaceOrInAll() {
        long then = net.now() - 1_000;
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
                signed("delete_before", "delete_before" + (net.now() + 60_001))
                        .with("before", net.now() + 60_001),
                401,
                "delete_before timestamp too far in the future");
    }

    @Test
    void expireAllOnlyShortens() {
        String hash = store("kept");
        long sooner = net.now() + 60_000;
        JsonNode answer = done(signed("expire_all", "expire_all" + sooner).with("expiry", sooner));
        results(answer, anna.account(), sooner + hash)
                .forEach(r -> assertThat(texts(r.get("updated"))).containsExactly(hash));
        long later = net.now() + HOUR;
        JsonNode again = done(signed("expire_all", "expire_all" + later).with("expiry", later));
        results(again, anna.account(), Long.toString(later))
                .forEach(r -> assertThat(r.get("updated").isEmpty()).isTrue());
        long past = net.now() - 60_001;
        assertRefused(
                signed("expire_all", "expire_all" + past).with("expiry", past),
                406,
                "expire_all timestamp should be >= current time");
    }

    @Test
    void expireExtendsAtMostThirtyDaysAhead() {
        String hash = store("kept");
        long wanted = net.now() + 100 * DAY;
        long given = net.now() + 30 * DAY;
        JsonNode answer =
                done(
                        signed("expire", "expireextend" + wanted + hash)
                                .with("expiry", wanted)
                                .with("extend", true)
                                .with("messages", List.of(hash)));
        results(answer, anna.account(), given + hash + hash)
                .forEach(r -> assertThat(r.get("expiry").longValue()).isEqualTo(given));
        assertThat(expiry(hash)).isEqualTo(given);
    }

    private long expiry(String hash) {
        long now = net.now();
        return done(signed("get_expiries", "get_expiries" + now + hash)
                        .with("timestamp", now)
                        .with("messages", hash))
                .get("expiries")
                .get(hash)
                .longValue();
    }

    @Test
    void expireNamesWhatItLeftAloneAndTakesOneTimeAMessage() {
        String one = store("one");
        String two = store("two");
        long sooner = net.now() + 60_000;
        long later = net.now() + 2 * HOUR;
        JsonNode shortened =
                done(
                        signed("expire", "expireshorten" + sooner + later + one + two)
                                .with("expiry", List.of(sooner, later))
                                .with("shorten", true)
                                .with("messages", List.of(one, two)));
        long was = expiry(two);
        results(shortened, anna.account(), sooner + one + two + one + two + was)
                .forEach(r -> {
                    assertThat(texts(r.get("updated"))).containsExactly(one);
                    assertThat(r.get("unchanged").get(two).longValue()).isEqualTo(was);
                });
        assertRefused(
                signed("expire", "expire" + (net.now() - 60_001) + one)
                        .with("expiry", net.now() - 60_001)
                        .with("messages", one),
                401,
                "expire: timestamp should be >= current time");
    }

    @Test
    void ifelseChoosesByVersionsOfNodeAndNetwork() {
        JsonNode info = new Request("info").json();
        JsonNode swarm = new Request("get_swarm").of(anna).json();
        for (String holds :
                List.of(
                        "{\"hf_at_least\":[19,4],\"v_at_least\":[2,8]}",
                        "{\"hf_before\":[19,5],\"v_before\":[3]}",
                        "{\"height_at_least\":1,\"height_before\":2000000000}")) {
            Request request =
                    new Request("ifelse")
                            .with("if", RawClient.JSON.readTree(holds))
                            .with("then", info)
                            .with("else", swarm);
            JsonNode answer = done(request);
            assertThat(answer.get("condition").booleanValue()).as(holds).isTrue();
            assertThat(answer.get("result").get("body").has("version")).isTrue();
        }
        JsonNode other =
                done(
                        new Request("ifelse")
                                .with("if", RawClient.JSON.readTree("{\"v_before\":[2,8,0]}"))
                                .with("then", info)
                                .with("else", swarm));
        assertThat(other.get("result").get("body").has("snodes")).isTrue();
        assertRefused(
                new Request("ifelse").with("if", RawClient.JSON.readTree("{}")).with("then", info),
                400,
                "invalid request: Invalid ifelse request: must specify at least one \"if\" condition");
    }

    @Test
    void aPublicOutboxHoldsTheNewestMessageOnlyAndAnyoneReadsIt() {
        Namespace outbox = new Namespace(-21);
        store("first", outbox);
        String second = store("second", outbox);
        var late = ask(anna.storeSigned(outbox, bytes("late"), net.now() - 1, HOUR));
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
    void anAccountIsBelievedOnlyWithTheKeyItComesFrom() {
        long now = net.now();
        Request request =
                new Request("retrieve")
                        .of(anna.account())
                        .with("timestamp", now)
                        .signed(anna.keys(), "retrieve" + now);
        assertRefused(request, 401, "retrieve signature verification failed");
        Member ben = Member.random();
        assertRefused(
                new Request("retrieve")
                        .of(anna.account())
                        .with("pubkey_ed25519", ben.keys().publicKey().hex())
                        .with("timestamp", now)
                        .signed(ben.keys(), "retrieve" + now),
                401,
                "retrieve signature verification failed");
        Group group = Group.random();
        assertRefused(
                new Request("retrieve")
                        .of(group.account())
                        .with("pubkey_ed25519", anna.keys().publicKey().hex())
                        .with("timestamp", now)
                        .signed(group.keys(), "retrieve" + now),
                400,
                "invalid request: pubkey_ed25519 is only permitted for 05[...] pubkeys");
    }

    private Request groupStore(Group group, Group.Token token, int namespace) {
        long now = net.now();
        return new Request("store")
                .of(group.account())
                .with("namespace", namespace)
                .with("timestamp", now)
                .with("ttl", HOUR)
                .with("data", Base64.getEncoder().encodeToString(bytes("by a member")))
                .by(token, "store" + namespace + now);
    }

    private Request groupRead(Group group, Group.Token token, int namespace) {
        long now = net.now();
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
        long sooner = net.now() + 60_000;
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
                expire.with("shorten", true).by(writer, "expireshorten" + sooner + hash),
                400,
                "expire: shorten parameter cannot be used with this subaccount token"
                        + " (missing delete access)");
    }

    private Request revoke(Group group, String method, String field, Group.Token token) {
        long now = net.now();
        byte[] text = app.snug.crypto.Concatenation.of(bytes(method + now), token.bytes());
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
        net.clock.advance(Duration.ofMillis(1));
        JsonNode back = done(revoke(group, "unrevoke_subaccount", "unrevoke", token));
        for (NodeEntry member : net.network.nodes()) {
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
        long now = net.now();
        byte[] text =
                app.snug.crypto.Concatenation.of(bytes("revoke_subaccount" + now), token.bytes());
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
            net.clock.advance(Duration.ofMillis(1));
        }
        long now = net.now();
        JsonNode listed =
                done(
                        new Request("revoked_subaccounts")
                                .of(group.account())
                                .with("timestamp", now)
                                .signed(group.keys(), "revoked_subaccounts" + now));
        assertThat(listed.get("revoked_subaccounts").size()).isEqualTo(50);
    }

    @Test
    void aLargeMailboxIsReadInPagesByCountAndBySize() {
        int count = 40;
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[70_000];
            data[0] = (byte) i;
            done(anna.store(data, net.now(), HOUR));
        }
        // A fifth of 7,800,000 bytes, each message counting 143 and four thirds of its data.
        assertPages("", count, 16);
        assertPages(",\"max_size\":-1", count, 40);
        assertPages(",\"max_size\":-2", count, 40);
        assertPages(",\"max_size\":-10", count, 8);
        assertPages(",\"max_count\":7", count, 7);
        assertPages(",\"max_count\":7,\"max_size\":300000", count, 3);
        assertPages(",\"max_size\":1", count, 1);
    }

    private void assertPages(String limits, int count, int page) {
        String cursor = "";
        int seen = 0;
        boolean more = true;
        while (more) {
            JsonNode answer =
                    done(
                            anna.retrieve(
                                    Namespace.DEFAULT,
                                    net.now(),
                                    limits + ",\"last_hash\":\"" + cursor + "\""));
            List<String> hashes = hashes(answer.get("messages"));
            more = answer.get("more").booleanValue();
            assertThat(hashes).as(limits).hasSize(Math.min(page, count - seen));
            seen += hashes.size();
            cursor = hashes.getLast();
        }
        assertThat(seen).isEqualTo(count);
    }
}
