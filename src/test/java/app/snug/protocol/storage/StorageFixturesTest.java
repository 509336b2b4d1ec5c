/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SignedTexts.Direction;
import app.snug.testing.Fixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What storage servers took as signed, and how they named what was stored. */
class StorageFixturesTest {

    /** A request with its answer, batches taken apart. */
    record Exchange(String name, String method, JsonNode params, int status, JsonNode answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Exchange> signed() {
        return exchanges()
                .filter(a -> a.params.has("signature"))
                // Without a time there is no telling what was signed.
                .filter(a -> !a.name.equals("E retrieve signature without timestamp"))
                .filter(a -> a.status != 401);
    }

    static Stream<Exchange> wronglySigned() {
        return exchanges()
                .filter(a -> a.status == 401)
                .filter(a -> a.name.matches(".* bad sig(nature)?"));
    }

    static Stream<Exchange> stored() {
        return exchanges()
                .filter(a -> a.method.equals("store"))
                .filter(a -> a.answer.has("hash"))
                // One recorded the size of its data alone.
                .filter(a -> !a.params.get("data").stringValue().startsWith("<"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signed")
    void theSignatureIsOverOurText(Exchange exchange) {
        assertThat(holds(exchange)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wronglySigned")
    void aWrongSignatureIsNot(Exchange exchange) {
        assertThat(holds(exchange)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stored")
    void theHashIsTheServers(Exchange exchange) {
        JsonNode params = exchange.params;
        Namespace namespace = namespace(params);
        byte[] data = Base64.getDecoder().decode(params.get("data").stringValue());
        assertThat(MessageHash.of(account(params), namespace, data).value())
                .isEqualTo(exchange.answer.get("hash").stringValue());
    }

    private static boolean holds(Exchange exchange) {
        JsonNode params = exchange.params;
        byte[] signature = Base64.getDecoder().decode(params.get("signature").stringValue());
        return key(params).verify(text(exchange.method, params), signature);
    }

    private static byte[] text(String method, JsonNode params) {
        long timestamp = params.path("timestamp").asLong(0);
        return switch (method) {
            case "store" ->
                    SignedTexts.store(
                            namespace(params), params.path("sig_timestamp").asLong(timestamp));
            case "retrieve" -> SignedTexts.retrieve(namespace(params), timestamp);
            case "delete" -> SignedTexts.delete(texts(params.get("messages")));
            case "delete_all" -> SignedTexts.deleteAll(orAll(params), timestamp);
            case "delete_before" ->
                    SignedTexts.deleteBefore(orAll(params), params.get("before").longValue());
            case "expire_all" ->
                    SignedTexts.expireAll(orAll(params), params.get("expiry").longValue());
            case "expire" ->
                    SignedTexts.expire(
                            direction(params),
                            numbers(params.get("expiry")),
                            texts(params.get("messages")));
            case "get_expiries" ->
                    SignedTexts.getExpiries(timestamp, texts(params.get("messages")));
            case "revoke_subaccount" ->
                    SignedTexts.revokeSubaccount(timestamp, tokens(params.get("revoke")));
            case "unrevoke_subaccount" ->
                    SignedTexts.unrevokeSubaccount(timestamp, tokens(params.get("unrevoke")));
            case "revoked_subaccounts" -> SignedTexts.revokedSubaccounts(timestamp);
            default -> throw new IllegalArgumentException(method);
        };
    }

    /** The subaccount's own key stands in the last 32 bytes of its token. */
    private static Ed25519PublicKey key(JsonNode params) {
        if (params.has("subaccount")) {
            byte[] token = Base64.getDecoder().decode(params.get("subaccount").stringValue());
            return Ed25519PublicKey.of(Arrays.copyOfRange(token, 4, token.length));
        }
        return params.has("pubkey_ed25519")
                ? Ed25519PublicKey.ofHex(params.get("pubkey_ed25519").stringValue())
                : Ed25519PublicKey.of(account(params).key());
    }

    private static AccountId account(JsonNode params) {
        JsonNode account = params.has("pubkey") ? params.get("pubkey") : params.get("pubKey");
        return new AccountId(account.stringValue());
    }

    private static Namespace namespace(JsonNode params) {
        return new Namespace(params.path("namespace").asInt(0));
    }

    private static @Nullable Namespace orAll(JsonNode params) {
        return params.path("namespace").isString() ? null : namespace(params);
    }

    private static Direction direction(JsonNode params) {
        if (params.path("shorten").asBoolean(false)) {
            return Direction.SHORTEN;
        }
        return params.path("extend").asBoolean(false) ? Direction.EXTEND : Direction.BOTH;
    }

    private static List<Long> numbers(JsonNode oneOrMore) {
        return oneOrMore.isArray()
                ? elements(oneOrMore).map(JsonNode::longValue).toList()
                : List.of(oneOrMore.longValue());
    }

    private static List<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::stringValue).toList();
    }

    private static List<byte[]> tokens(JsonNode array) {
        return texts(array).stream().map(token -> Base64.getDecoder().decode(token)).toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Stream<Exchange> exchanges() {
        List<Exchange> all = new ArrayList<>();
        for (JsonNode recorded : Fixtures.read("storage-rpc.json").get("exchanges")) {
            JsonNode request = request(recorded.path("request").asString(""));
            if (request == null || !request.path("params").isObject()) {
                continue;
            }
            String name = recorded.get("name").stringValue();
            int status = recorded.get("status").intValue();
            JsonNode answer = recorded.path("response");
            String method = request.path("method").asString("");
            JsonNode parts = request.get("params").path("requests");
            if (!parts.isArray()) {
                all.add(new Exchange(name, method, request.get("params"), status, answer));
            }
            for (int i = 0; i < answer.path("results").size(); i++) {
                JsonNode result = answer.get("results").get(i);
                all.add(
                        new Exchange(
                                name + ", part " + i,
                                parts.get(i).get("method").stringValue(),
                                parts.get(i).get("params"),
                                result.get("code").intValue(),
                                result.get("body")));
            }
        }
        return all.stream();
    }

    private static @Nullable JsonNode request(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }
}
