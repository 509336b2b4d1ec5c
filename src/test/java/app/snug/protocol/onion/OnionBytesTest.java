/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519KeyPair;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.onion.OnionLayer.Outer;
import app.snug.protocol.onion.OnionLayer.Route;
import app.snug.protocol.onion.OnionLayer.UnreadableLayerException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever bytes come, nothing but the room's own refusals goes out. */
class OnionBytesTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final X25519KeyPair NODE = X25519KeyPair.generate(RANDOM);
    private static final Destination HERE =
            new Destination.Node(Ed25519PublicKey.of(new byte[32]), NODE.publicKey());
    private static final byte[] PAYLOAD = ascii("{\"method\":\"info\",\"params\":{}}");

    @Property(tries = 500)
    void anyBytesAreAnOnionOrRefused(@ForAll("bytes") byte[] bytes) {
        peel(bytes);
    }

    @Property(tries = 500)
    void aDamagedOnionIsAnOnionOrRefused(@ForAll("damage") Damage damage) throws Exception {
        for (LayerCipher cipher : LayerCipher.values()) {
            try (OnionRequest request =
                    OnionRequest.build(List.of(), HERE, PAYLOAD, cipher, RANDOM)) {
                peel(damage.to(request.body()));
            }
        }
    }

    @Property(tries = 500)
    void anyInsideOfALayerIsRoutedOrRefused(
            @ForAll("bytes") byte[] inside, @ForAll("json") String control) throws Exception {
        insideOfALayer(inside);
        insideOfALayer(Packed.pack(inside, control));
    }

    @Property(tries = 500)
    void anyReplyIsReadOrRefused(@ForAll("bytes") byte[] bytes, @ForAll("json") String json)
            throws Exception {
        for (LayerCipher cipher : LayerCipher.values()) {
            try (ReplyKey key = ReplyKey.fresh(cipher, NODE.publicKey(), RANDOM)) {
                read(bytes, key);
                read(key.seal(bytes, RANDOM), key);
                read(key.seal(ascii(json), RANDOM), key);
            }
        }
    }

    @Property(tries = 500)
    void anyV4PayloadIsReadOrRefused(@ForAll("bytes") byte[] bytes, @ForAll("json") String json) {
        v4(bytes);
        v4(ascii("l" + json.length() + ":" + json + "e"));
        v4(ascii("l" + json.length() + ":" + json + "3:abce"));
    }

    @Property(tries = 500)
    void aDamagedV4PayloadIsReadOrRefused(@ForAll("damage") Damage damage) {
        V4Headers headers = V4Headers.of(Map.of("X-SOGS-Nonce", "abc", "content-type", "a/b"));
        v4(damage.to(new V4Request("POST", "/room/x?y=z", headers, PAYLOAD).encode()));
        v4(damage.to(new V4Response(200, headers, PAYLOAD).encode()));
    }

    @Property(tries = 200)
    void whatAClientWrapsAServerUnwrapsAndBack(
            @ForAll byte[] body, @ForAll("headers") Map<String, String> headers) throws Exception {
        V4Request sent = new V4Request("POST", "/file", V4Headers.of(headers), body);
        V4Response answered = new V4Response(201, V4Headers.of(headers), body);
        Destination server =
                new Destination.Server(
                        "example.org",
                        443,
                        "https",
                        Destination.Server.V4_TARGET,
                        NODE.publicKey());
        for (LayerCipher cipher : List.of(LayerCipher.AES_GCM, LayerCipher.XCHACHA20)) {
            try (OnionRequest request =
                    OnionRequest.build(List.of(), server, sent.encode(), cipher, RANDOM)) {
                Outer outer = OnionLayer.parse(request.body());
                assertThat(V4Request.parse(OnionLayer.payload(outer, NODE)))
                        .usingRecursiveComparison()
                        .isEqualTo(sent);
                byte[] reply = OnionLayer.serverReply(outer, NODE, answered.encode(), RANDOM);
                assertThat(V4Response.parse(request.openServerReply(reply)))
                        .usingRecursiveComparison()
                        .isEqualTo(answered);
            }
        }
    }

    @Example
    void deepJsonIsRefused() throws Exception {
        String deep = "{\"headers\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(insideOfALayer(Packed.pack(PAYLOAD, deep))).isFalse();
        assertThat(v4(ascii("l" + deep.length() + ":" + deep + "e"))).isFalse();
    }

    @Example
    void aV4PayloadIsBoundedInEveryPart() {
        assertThat(v4(new byte[OnionRequest.MAX_BODY_BYTES + 1])).isFalse();
        assertThat(v4(ascii("l999999999:xe"))).isFalse();
        assertThat(v4(ascii("l-1:xe"))).isFalse();
        assertThat(v4(ascii("l02:{}e"))).isFalse();
        assertThat(v4(ascii("l2:{}0:0:e"))).isFalse();
        String longHead = "{\"code\":200,\"x\":\"" + "y".repeat(V4Strings.MAX_META_BYTES) + "\"}";
        assertThat(v4(ascii("l" + longHead.length() + ":" + longHead + "e"))).isFalse();
    }

    @Example
    void aHeaderCannotSmuggleAnother() {
        String meta = "{\"code\":200,\"headers\":{\"a\":\"b\\r\\nset-cookie: c\"}}";
        assertThat(v4(ascii("l" + meta.length() + ":" + meta + "e"))).isFalse();
        assertThatThrownBy(() -> V4Headers.of(Map.of("a b", "c")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void anOnionBeyondWhatAGuardTakesIsNotBuilt() {
        assertThatThrownBy(() ->
                        OnionRequest.build(
                                List.of(),
                                HERE,
                                new byte[OnionRequest.MAX_BODY_BYTES],
                                LayerCipher.AES_GCM,
                                RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void aKeyOfLowOrderIsRefusedOnBothSides() {
        X25519PublicKey zero = X25519PublicKey.of(new byte[32]);
        Destination there = new Destination.Node(Ed25519PublicKey.of(new byte[32]), zero);
        assertThatThrownBy(() ->
                        OnionRequest.build(List.of(), there, PAYLOAD, LayerCipher.AES_GCM, RANDOM))
                .isInstanceOf(DecryptionException.class);
        for (LayerCipher cipher : LayerCipher.values()) {
            assertThatThrownBy(
                            () -> OnionLayer.open(new Outer(new byte[64], zero, cipher, 0), NODE))
                    .isInstanceOf(UnreadableLayerException.class);
        }
    }

    private static void peel(byte[] bytes) {
        try {
            Outer outer = OnionLayer.parse(bytes);
            assertThat(outer.hop()).isBetween(0, 100);
            assertThat(OnionLayer.open(outer, NODE)).isNotNull();
        } catch (MalformedOnionException | UnreadableLayerException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
    }

    /** Whether it leads anywhere. */
    private static boolean insideOfALayer(byte[] inside) throws Exception {
        try (X25519KeyPair client = X25519KeyPair.generate(RANDOM)) {
            LayerCipher cipher = LayerCipher.AES_GCM;
            byte[] sealed = cipher.encryptAsClient(client, NODE.publicKey(), inside, RANDOM);
            Outer outer = new Outer(sealed, client.publicKey(), cipher, 0);
            if (OnionLayer.open(outer, NODE) instanceof Route.ToServer server) {
                assertThat(server.body()).isEqualTo(inside);
            }
            return true;
        } catch (MalformedOnionException e) {
            return false;
        }
    }

    private static void read(byte[] reply, ReplyKey key) {
        try {
            assertThat(NodeReply.read(reply, key).status()).isNotNegative();
        } catch (MalformedOnionException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
    }

    private static boolean v4(byte[] bytes) {
        boolean read = false;
        try {
            assertThat(V4Request.parse(bytes).endpoint()).startsWith("/");
            read = true;
        } catch (MalformedOnionException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
        try {
            assertThat(V4Response.parse(bytes).code()).isBetween(100, 599);
            read = true;
        } catch (MalformedOnionException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
        return read;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Cut to a size, then a few bytes set. */
    record Damage(double kept, Map<Double, Byte> set) {

        byte[] to(byte[] bytes) {
            byte[] damaged = java.util.Arrays.copyOf(bytes, (int) (kept * bytes.length));
            if (damaged.length > 0) {
                set.forEach((place, value) -> damaged[(int) (place * damaged.length)] = value);
            }
            return damaged;
        }
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<byte[]> framed =
                Combinators.combine(Arbitraries.bytes().array(byte[].class).ofMaxSize(100), json())
                        .as(Packed::pack);
        return Arbitraries.oneOf(any, framed, json().map(OnionBytesTest::ascii));
    }

    @Provide
    Arbitrary<Damage> damage() {
        Arbitrary<Double> place = Arbitraries.doubles().between(0, 0.99);
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(3, Arbitraries.just(1.0)),
                                net.jqwik.api.Tuple.of(1, place)),
                        Arbitraries.maps(place, Arbitraries.bytes()).ofMaxSize(4))
                .as(Damage::new);
    }

    @Provide
    Arbitrary<Map<String, String>> headers() {
        return Arbitraries.maps(
                        Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(20),
                        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(40))
                .ofMaxSize(8);
    }

    /** Objects with the fields that the room reads, of every kind and often absurd. */
    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> name =
                Arbitraries.of(
                        "ephemeral_key",
                        "enc_type",
                        "hop_no",
                        "headers",
                        "host",
                        "port",
                        "protocol",
                        "target",
                        "destination",
                        "json",
                        "base64",
                        "status",
                        "body",
                        "result",
                        "code",
                        "method",
                        "endpoint");
        Arbitrary<String> value =
                Arbitraries.oneOf(
                        Arbitraries.of(
                                "null",
                                "true",
                                "{}",
                                "[[]]",
                                "{\"a\":\"b\"}",
                                "{\"a\":{}}",
                                "1e999999999",
                                "-1",
                                "99999999999999999999",
                                "\"\"",
                                "\"GET\"",
                                "\"/x\"",
                                "\"aes-gcm\"",
                                "\"xchacha20\"",
                                "\"\\ud800\"",
                                "\"" + "ab".repeat(32) + "\"",
                                "\"" + "zz".repeat(32) + "\"",
                                "\"" + "y".repeat(52) + "\"",
                                "\"" + "A".repeat(43) + "\""),
                        Arbitraries.integers().map(String::valueOf),
                        Arbitraries.strings().ascii().ofMaxLength(10));
        return Arbitraries.maps(name, value)
                .ofMaxSize(8)
                .map(members ->
                        members.entrySet().stream()
                                .map(m -> "\"" + m.getKey() + "\":" + m.getValue())
                                .collect(java.util.stream.Collectors.joining(",", "{", "}")));
    }
}
