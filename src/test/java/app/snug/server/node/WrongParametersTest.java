/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.storage.Namespace;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients are told who ask wrongly; word for word, since they compare. */
class WrongParametersTest extends AccountTest {

    private static final String INVALID = "invalid request: ";

    private static void assertInvalid(Object request, String text) {
        assertRefused(request, 400, INVALID + text);
    }

    private static void assertInvalidValue(Object request, String name, String expected) {
        assertInvalid(request, "Invalid value given for '" + name + "': expected " + expected);
    }

    private Request store() {
        return new Request("store")
                .of(anna.account())
                .with("timestamp", net().now())
                .with("ttl", HOUR)
                .with("data", "aGVsbG8=");
    }

    private Request delete() {
        String hash = "A".repeat(43);
        return signed("delete", "delete" + hash).with("messages", List.of(hash));
    }

    @Test
    void whatIsNoCall() {
        assertRefused("", 400, "invalid json");
        assertRefused("{\"method\":\"info\",\"params\":{}} x", 400, "invalid json");
        assertRefused("d6:method4:info6:paramsdee", 400, "invalid json");
        assertRefused("[]", 400, "invalid json: no `method` field");
        assertRefused("{\"method\":5,\"params\":{}}", 400, "invalid json: no `method` field");
        assertRefused("{\"method\":\"info\"}", 400, "invalid json: no `params` field");
        assertRefused(
                "{\"method\":\"info\",\"params\":[]}", 400, "invalid json: no `params` field");
        assertRefused(new Request("Store"), 400, "no method Store");
    }

    @Test
    void parametersThatNobodyKnowsDoNotMatter() {
        assertThat(ask(new Request("info").with("nonsense", List.of(1))).status()).isEqualTo(200);
        assertThat(ask(store().with("nonsense", true)).status()).isEqualTo(200);
        assertThat(ask(store().with("signature", null).with("namespace", null)).status())
                .isEqualTo(200);
    }

    @Test
    void whatMustNotBeMissing() {
        String missing = "Required field '%s' missing";
        assertInvalid(new Request("get_swarm"), missing.formatted("pubkey"));
        assertInvalid(new Request("store"), missing.formatted("timestamp"));
        assertInvalid(
                new Request("store").with("timestamp", 1),
                "Required field 'expiry' or 'ttl' missing");
        assertInvalid(
                new Request("store").with("timestamp", 1).with("ttl", 1),
                missing.formatted("pubkey"));
        assertInvalid(store().with("data", null), missing.formatted("data"));
        assertInvalid(new Request("retrieve"), missing.formatted("pubkey"));
        assertInvalid(
                new Request("retrieve").of(anna).with("namespace", 2),
                missing.formatted("signature"));
        for (String method :
                List.of("delete", "delete_all", "delete_before", "expire", "expire_all")) {
            assertInvalid(new Request(method), missing.formatted("pubkey"));
            assertInvalid(new Request(method).of(anna), missing.formatted("signature"));
        }
        assertInvalid(delete().with("messages", null), missing.formatted("messages"));
        assertInvalid(signed("delete_all", ""), missing.formatted("timestamp"));
        assertInvalid(signed("delete_before", ""), missing.formatted("before"));
        assertInvalid(signed("expire_all", ""), missing.formatted("expiry"));
        assertInvalid(signed("expire", ""), missing.formatted("expiry"));
        assertInvalid(signed("get_expiries", ""), missing.formatted("timestamp"));
        assertInvalid(signed("revoke_subaccount", ""), missing.formatted("revoke"));
        assertInvalid(signed("unrevoke_subaccount", ""), missing.formatted("timestamp"));
        assertInvalid(new Request("oxend_request"), missing.formatted("endpoint"));
    }

    @Test
    void whatIsOfAWrongTypeIsNamedBeforeAnythingIsMissed() {
        assertInvalidValue(new Request("store").with("signature", 5), "signature", "string");
        assertInvalidValue(
                new Request("delete").with("required", 1).with("signature", 1),
                "required",
                "boolean");
        assertInvalidValue(
                store().with("expiry", "1"), "expiry", "integer timestamp (in milliseconds)");
        assertInvalidValue(store().with("timestamp", 1.5), "timestamp", "integer");
        assertInvalidValue(store().with("ttl", -1), "ttl", "positive integer");
        assertInvalidValue(store().with("ttl", 1.5), "ttl", "positive integer");
        assertInvalidValue(store().with("ttl", true), "ttl", "positive integer");
        assertInvalidValue(store().with("namespace", "0"), "namespace", "16-bit integer");
        assertInvalidValue(
                new Request("retrieve").of(anna).with("max_count", "5"), "max_count", "integer");
        assertInvalidValue(
                new Request("retrieve").of(anna).with("timestamp", -1),
                "timestamp",
                "integer timestamp (in milliseconds)");
        assertInvalidValue(
                signed("delete_all", "").with("namespace", "none"),
                "namespace",
                "integer or \"all\"");
        assertInvalidValue(delete().with("messages", List.of(1)), "messages", "string array");
        assertInvalidValue(
                signed("expire", "").with("expiry", List.of("1")), "expiry", "timestamp array");
        assertInvalidValue(signed("expire", "").with("shorten", 1), "shorten", "boolean");
    }

    @Test
    void onlyTwoParametersOfAStoreMayBeNumbersInWords() {
        long now = net().now();
        assertThat(ask(store().with("timestamp", "" + now).with("ttl", "60000")).status())
                .isEqualTo(200);
        assertInvalid(store().with("ttl", "6e4"), "Invalid value given for 'ttl': \"6e4\"");
        assertInvalid(store().with("ttl", "-1"), "Invalid value given for 'ttl': \"-1\"");
        assertInvalid(
                store().with("timestamp", "soon"), "Invalid value given for 'timestamp': \"soon\"");
        assertInvalidValue(
                signed("delete_all", "delete_all" + now).with("timestamp", "" + now),
                "timestamp",
                "integer timestamp (in milliseconds)");
    }

    @Test
    void accountsAndKeysThatAreNone() {
        String form = "Pubkey must be 66 hex digits (33 bytes) long";
        String hex = anna.account().hex();
        for (String wrong : List.of("", hex.substring(2), hex + "00", "05" + "zz".repeat(32))) {
            assertInvalid(store().with("pubkey", wrong), form);
            assertInvalid(
                    new Request("get_swarm").with("pubkey", wrong),
                    "Pubkey must be 66 hex digits/33 bytes long");
        }
        assertThat(done(new Request("get_swarm").with("pubKey", hex.toUpperCase())).has("snodes"))
                .isTrue();
        assertInvalid(
                new Request("get_swarm").of(anna).with("pubKey", hex),
                "Cannot specify both 'pubkey' and 'pubKey'");
        assertInvalid(
                delete().with("pubkey_ed25519", "ab"),
                "Invalid pubkey_ed25519: expected 64 hex char or 32 byte pubkey");
        assertInvalid(
                delete().with("pubkey_ed25519", "zz".repeat(32)),
                "invalid pubkey_ed25519: value is not hex");
        assertInvalid(
                delete().with("signature", "A".repeat(85)),
                "invalid signature: expected base64 encoded Ed25519 signature");
        assertThat(ask(store().with("pubkey_ed25519", "ab")).status())
                .as("who does not sign needs no key")
                .isEqualTo(200);
    }

    @Test
    void hashesThatAreNone() {
        assertInvalid(
                delete().with("messages", List.of()),
                "messages does not contain any message hashes");
        assertInvalid(delete().with("messages", "abc"), "invalid message hash: abc");
        String old = "0123456789abcdef".repeat(4);
        assertInvalid(delete().with("messages", old), "invalid message hash: " + old);
        long now = net().now();
        assertThat(
                        done(signed("get_expiries", "get_expiries" + now + "abc")
                                        .with("timestamp", now)
                                        .with("messages", "abc"))
                                .toString())
                .isEqualTo("{\"expiries\":{}}");
        assertInvalid(
                new Request("retrieve").of(anna.account()).with("last_hash", "abc"),
                "Invalid last_hash: expected base64 (43 chars)");
        assertInvalid(
                new Request("retrieve").of(anna.account()).with("last_hash", "-".repeat(43)),
                "Invalid last_hash: not base64");
        assertInvalid(
                new Request("retrieve")
                        .of(anna.account())
                        .with("last_hash", "")
                        .with("lastHash", ""),
                "Cannot specify both 'last_hash' and 'lastHash'");
    }

    @Test
    void timesOfSecondsInsteadOfMilliseconds() {
        String text = "Invalid timestamp for '%s': timestamp must be in milliseconds";
        assertInvalid(
                signed("delete_all", "").with("timestamp", 999_999_999),
                text.formatted("timestamp"));
        assertInvalid(signed("delete_before", "").with("before", 0), text.formatted("before"));
        assertInvalid(store().with("sig_timestamp", 5), text.formatted("sig_timestamp"));
        assertRefused(
                store().with("timestamp", 1_795_438_800), 406, "Timestamp error: check your clock");
    }

    @Test
    void timesTooFarToBeCountedInNanoseconds() {
        String text = "Invalid timestamp for '%s': timestamp must be in milliseconds";
        for (long far : List.of(9_223_372_036_855L, 9_999_999_999_999L, 253_402_300_799_000L)) {
            assertInvalid(store().with("ttl", null).with("expiry", far), text.formatted("expiry"));
            assertInvalid(signed("expire_all", "").with("expiry", far), text.formatted("expiry"));
            assertInvalid(
                    signed("delete_all", "").with("timestamp", far), text.formatted("timestamp"));
            assertInvalid(
                    signed("delete_before", "").with("before", far), text.formatted("before"));
            assertInvalid(
                    new Request("retrieve").of(anna).with("timestamp", far),
                    text.formatted("timestamp"));
        }
        long last = 9_223_372_036_854L;
        assertThat(ask(signed("expire_all", "expire_all" + last).with("expiry", last)).status())
                .isEqualTo(200);
    }

    @Test
    void messagesAndTheirLifeHaveLimits() {
        String base64 = Base64.getEncoder().encodeToString(new byte[76_801]);
        assertInvalid(
                store().with("data", base64),
                "Message body exceeds maximum allowed length of 76800 bytes");
        String most = Base64.getEncoder().encodeToString(new byte[76_800]);
        assertThat(ask(store().with("data", most)).status()).isEqualTo(200);
        assertInvalid(store().with("data", "a-b_"), "Invalid 'data' value: not base64 encoded");
        assertInvalid(
                store().with("expiry", net().now() + HOUR),
                "Cannot specify both 'expiry' and 'ttl'");
        for (long ttl : List.of(9_999L, 14 * DAY + 1, Long.MAX_VALUE)) {
            assertRefused(store().with("ttl", ttl), 403, "Provided expiry/TTL is not valid.");
        }
        for (long ttl : List.of(10_000L, 14 * DAY)) {
            assertThat(ask(store().with("ttl", ttl)).status()).isEqualTo(200);
        }
        assertThat(
                        ask(anna.storeSigned(Namespace.CONTACTS, bytes("a"), net().now(), 30 * DAY))
                                .status())
                .isEqualTo(200);
        assertRefused(
                anna.storeSigned(Namespace.CONTACTS, bytes("a"), net().now(), 30 * DAY + 1),
                403,
                "Provided expiry/TTL is not valid.");
        assertRefused(
                store().with("timestamp", net().now() + 10_001),
                406,
                "Timestamp error: check your clock");
        assertRefused(
                store().with("timestamp", net().now() - 30_000).with("ttl", 15_000),
                406,
                "Timestamp error: check your clock");
    }

    @Test
    void subaccountsThatAreNone() {
        assertInvalid(
                delete().with("subaccount", "A".repeat(48)),
                "invalid subaccount: subaccount_sig is required when using subaccount");
        assertInvalid(
                delete().with("subaccount", "A").with("subaccount_sig", "A"),
                "invalid subaccount: expected base64 or hex-encoded subaccount token");
        assertInvalid(
                delete().with("subaccount", "A".repeat(48)).with("subaccount_sig", "A"),
                "invalid subaccount signature: expected base64 encoded Ed25519 signature");
        for (String padded : List.of("A".repeat(47) + "=", "A".repeat(46) + "==")) {
            assertInvalid(
                    delete().with("subaccount", padded).with("subaccount_sig", "A".repeat(86)),
                    "invalid subaccount: expected base64 or hex-encoded subaccount token");
        }
        Request revoke = signed("revoke_subaccount", "").with("timestamp", net().now());
        assertInvalid(
                revoke.with("revoke", "A"),
                "invalid revoke: expected base64 or hex-encoded subaccount tag");
        assertInvalid(
                revoke.with("revoke", "A".repeat(47) + "="),
                "invalid revoke: expected base64 or hex-encoded subaccount tag");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            many.add("A".repeat(48));
        }
        assertInvalid(
                revoke.with("revoke", many),
                "invalid revoke: cannot revoke more than 50 subaccounts at once");
    }

    @Test
    void branchesAndConditionsThatAreNone() {
        String what = "Invalid ifelse request: ";
        assertInvalid(new Request("ifelse"), what + "no valid \"if\" field");
        Request ifelse =
                new Request("ifelse").with("if", RawClient.JSON.readTree("{\"hf_before\":[1]}"));
        assertInvalid(ifelse, what + "at least one of \"then\"/\"else\" required");
        assertInvalid(ifelse.with("then", null), what + "then must be an object");
        assertInvalid(
                ifelse.with("then", RawClient.JSON.readTree("{\"method\":\"info\"}")),
                what + "then must have method/params keys");
        assertInvalid(
                ifelse.with("then", new Request("nope").json()),
                "Invalid ifelse request method \"then\"");
        assertInvalidValue(
                new Request("ifelse")
                        .with("if", RawClient.JSON.readTree("{\"height_before\":[1]}"))
                        .with("then", new Request("info").json()),
                "height_before",
                "integer");
        assertInvalid(
                new Request("oxend_request").with("endpoint", "get_info"),
                "Invalid oxend endpoint 'get_info'");
    }

    private static Request resolve(Object params) {
        return new Request("oxend_request").with("endpoint", "ons_resolve").with("params", params);
    }

    @Test
    void namesThatAreNoneAreRefusedInTheWordsOfADaemon() {
        String unparsed = "Unable to parse request: Failed to parse request parameters: ";
        String hash = "ab".repeat(32);
        for (Object params : List.of(Map.of(), Map.of("type", 0), List.of())) {
            assertRefused(resolve(params), 400, unparsed + "Required key 'name_hash' not found");
        }
        assertRefused(resolve(null), 400, unparsed + "Required key 'name_hash' not found");
        assertRefused(
                resolve(Map.of("name_hash", hash)),
                400,
                unparsed + "Required key 'type' not found");
        assertRefused(
                resolve(Map.of("name_hash", hash, "type", "0")),
                400,
                unparsed + "Invalid value for 'type': value is not an integer");
        String unresolved = "Unable to resolve ONS address: ";
        for (int type : List.of(-1, 6)) {
            assertRefused(
                    resolve(Map.of("name_hash", hash, "type", type)),
                    400,
                    unresolved + "'type' parameter not specified");
        }
        for (String none : List.of("anna", "zz".repeat(32), "A".repeat(44))) {
            assertRefused(
                    resolve(Map.of("name_hash", none, "type", 0)),
                    400,
                    unresolved + "invalid 'name_hash' value '" + none + "'");
        }
        for (int type : List.of(0, 1, 5)) {
            assertThat(done(resolve(Map.of("name_hash", hash, "type", type))).get("result"))
                    .hasToString("{}");
        }
    }
}
