/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How long messages are kept. */
class ExpiriesTest extends AccountTest {

    @Test
    void expireAllOnlyShortens() {
        String hash = store("kept");
        long sooner = net().now() + 60_000;
        JsonNode answer = done(signed("expire_all", "expire_all" + sooner).with("expiry", sooner));
        results(answer, anna.account(), sooner + hash)
                .forEach(r -> assertThat(texts(r.get("updated"))).containsExactly(hash));
        long later = net().now() + HOUR;
        JsonNode again = done(signed("expire_all", "expire_all" + later).with("expiry", later));
        results(again, anna.account(), Long.toString(later))
                .forEach(r -> assertThat(r.get("updated").isEmpty()).isTrue());
        long past = net().now() - 60_001;
        assertRefused(
                signed("expire_all", "expire_all" + past).with("expiry", past),
                406,
                "expire_all timestamp should be >= current time");
    }

    @Test
    void expireExtendsAtMostThirtyDaysAhead() {
        String hash = store("kept");
        long wanted = net().now() + 100 * DAY;
        long given = net().now() + 30 * DAY;
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
        long now = net().now();
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
        long sooner = net().now() + 60_000;
        long later = net().now() + 2 * HOUR;
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
                signed("expire", "expire" + (net().now() - 60_001) + one)
                        .with("expiry", net().now() - 60_001)
                        .with("messages", one),
                401,
                "expire: timestamp should be >= current time");
    }

    @Test
    void aTimeTooFarToBeCountedHasPassed() {
        String hash = store("kept");
        long was = expiry(hash);
        long far = 9_999_999_999_999L;
        assertRefused(
                signed("expire", "expire" + far + hash).with("expiry", far).with("messages", hash),
                401,
                "expire: timestamp should be >= current time");
        assertThat(expiry(hash)).isEqualTo(was);
    }

    @Test
    void severalTimesForOneMessageCountInTurn() {
        String hash = store("kept");
        long one = net().now() + 2 * HOUR;
        long two = net().now() + 3 * HOUR;
        done(
                signed("expire", "expire" + two + one + hash + hash)
                        .with("expiry", List.of(two, one))
                        .with("messages", List.of(hash, hash)));
        assertThat(expiry(hash)).isEqualTo(one);
        for (List<Long> times : List.of(List.of(two, one), List.of(one, two))) {
            done(
                    signed("expire", "expireextend" + times.get(0) + times.get(1) + hash + hash)
                            .with("expiry", times)
                            .with("extend", true)
                            .with("messages", List.of(hash, hash)));
            assertThat(expiry(hash)).isEqualTo(two);
        }
    }

    @Test
    void expireMayOnlyExtendOrOnlyShorten() {
        String hash = store("kept");
        long was = expiry(hash);
        for (String only : List.of("extend", "shorten")) {
            long other = only.equals("extend") ? was - 60_000 : was + 60_000;
            JsonNode answer =
                    done(
                            signed("expire", "expire" + only + other + hash)
                                    .with("expiry", other)
                                    .with(only, true)
                                    .with("messages", hash));
            results(answer, anna.account(), other + hash + hash + was)
                    .forEach(r -> {
                        assertThat(r.get("updated").isEmpty()).isTrue();
                        assertThat(r.get("unchanged").get(hash).longValue()).isEqualTo(was);
                    });
            assertThat(expiry(hash)).isEqualTo(was);
        }
        assertRefused(
                signed("expire", "")
                        .with("expiry", was)
                        .with("messages", hash)
                        .with("extend", true)
                        .with("shorten", true),
                400,
                "invalid request: cannot specify both 'shorten' and 'extend'");
        assertRefused(
                signed("expire", "").with("expiry", List.of(was, was)).with("messages", hash),
                400,
                "invalid request: 'expiry' must be a single expiry, or the same length as"
                        + " 'messages'");
    }

    @Test
    void storingAgainExtendsAndNeverShortens() {
        long now = net().now();
        JsonNode first = own(done(anna.store(bytes("again"), now, HOUR)));
        assertThat(first.has("already")).isFalse();
        JsonNode shorter = own(done(anna.store(bytes("again"), now, HOUR / 2)));
        assertThat(shorter.get("already").booleanValue()).isTrue();
        assertThat(shorter.get("expiry").longValue()).isEqualTo(now + HOUR);
        JsonNode longer = own(done(anna.store(bytes("again"), now, 2 * HOUR)));
        assertThat(longer.get("already").booleanValue()).isTrue();
        assertThat(longer.get("expiry").longValue()).isEqualTo(now + 2 * HOUR);
    }

    private static JsonNode own(JsonNode answer) {
        return answer.get("swarm").get(node().ed25519().hex());
    }
}
