/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.X25519KeyPair;
import app.snug.protocol.onion.OnionLayer.Outer;
import app.snug.protocol.onion.OnionLayer.Route;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the inside of a layer leads. */
class OnionRouteTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] INNER = "ciphertext".getBytes(StandardCharsets.US_ASCII);
    private static final String KEY = "ff".repeat(32);

    private final X25519KeyPair node = X25519KeyPair.generate(RANDOM);

    private Route route(String json) throws Exception {
        LayerCipher cipher = LayerCipher.XCHACHA20;
        try (X25519KeyPair client = X25519KeyPair.generate(RANDOM)) {
            byte[] sealed =
                    cipher.encryptAsClient(
                            client, node.publicKey(), Packed.pack(INNER, json), RANDOM);
            return OnionLayer.open(new Outer(sealed, client.publicKey(), cipher, 0), node);
        }
    }

    @Test
    void headersMeanThisNode() throws Exception {
        Route.Final plain = (Route.Final) route("{\"headers\":[]}");
        assertThat(plain.payload()).isEqualTo(INNER);
        assertThat(plain.json()).isFalse();
        assertThat(plain.base64()).isTrue();
        Route.Final other =
                (Route.Final) route("{\"headers\":\"\",\"json\":true,\"base64\":false}");
        assertThat(other.json()).isTrue();
        assertThat(other.base64()).isFalse();
    }

    @Test
    void aHostMeansAServerWhichGetsTheWholeLayer() throws Exception {
        String json = "{\"host\":\"host\",\"target\":\"target\"}";
        Route.ToServer server = (Route.ToServer) route(json);
        assertThat(server.host()).isEqualTo("host");
        assertThat(server.target()).isEqualTo("target");
        assertThat(server.port()).isEqualTo(443);
        assertThat(server.protocol()).isEqualTo("https");
        assertThat(server.body()).isEqualTo(Packed.pack(INNER, json));
        Route.ToServer other =
                (Route.ToServer)
                        route(
                                "{\"host\":\"host\",\"target\":\"target\",\"port\":80,"
                                        + "\"protocol\":\"http\"}");
        assertThat(other.port()).isEqualTo(80);
        assertThat(other.protocol()).isEqualTo("http");
    }

    @Test
    void aDestinationMeansAnotherNode() throws Exception {
        String json = "{\"destination\":\"" + KEY + "\",\"ephemeral_key\":\"" + KEY + "\"}";
        Route.Relay relay = (Route.Relay) route(json);
        assertThat(relay.inner()).isEqualTo(INNER);
        assertThat(relay.next().hex()).isEqualTo(KEY);
        assertThat(relay.cipher()).isEqualTo(LayerCipher.AES_GCM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "nonsense",
                "{\"host\":\"host\"}",
                "{\"host\":5,\"target\":\"target\"}",
                "{\"destination\":\"ff\",\"ephemeral_key\":\"ff\"}",
                "{\"headers\":[],\"json\":5}"
            })
    void anythingElseIsNoLayer(String json) {
        assertThatThrownBy(() -> route(json)).isInstanceOf(MalformedOnionException.class);
    }

    @Test
    void nodesTakeKeysInHexadecimalOnly() {
        String base64 = "//////////////////////////////////////////8=";
        byte[] outer = Packed.pack(INNER, "{\"ephemeral_key\":\"" + base64 + "\"}");
        assertThatThrownBy(() -> OnionLayer.parseAtGuard(outer))
                .isInstanceOf(MalformedOnionException.class);
        assertThatNoException().isThrownBy(() -> OnionLayer.parse(outer));
        String inner = "{\"destination\":\"" + KEY + "\",\"ephemeral_key\":\"" + base64 + "\"}";
        assertThatThrownBy(() -> route(inner)).isInstanceOf(MalformedOnionException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ff, 'expected 32 hex digits, received 2'",
        "'', 'expected 32 hex digits, received 0'",
        "fff, data is not hex",
        "zz, data is not hex",
        "//////////////////////////////////////////8=, data is not hex"
    })
    void aGuardSaysWhatIsWrongWithAKeyAsStorageServersDo(String key, String what) {
        byte[] outer = Packed.pack(INNER, "{\"ephemeral_key\":\"" + key + "\"}");
        assertThatThrownBy(() -> OnionLayer.parseAtGuard(outer))
                .hasMessage("Error parsing onion request: Hex key data is invalid: " + what);
    }

    @ParameterizedTest
    @CsvSource({
        "/loki/v3/lsrpc, true",
        "/loki/oxen/v4/lsrpc, true",
        "/oxen/v3/lsrpc, true",
        "/oxen/v4/lsrpc, true",
        "/not_loki/v3/lsrpc, false",
        "/loki/v3, false",
        "/loki/v3/lsrpc?foo=bar, false",
        "loki/v3/lsrpc, false"
    })
    void onlyOnionEndpointsOfServersAreReached(String target, boolean allowed) {
        assertThat(new Route.ToServer(INNER, "host", 443, "https", target).isAllowed())
                .isEqualTo(allowed);
    }
}
