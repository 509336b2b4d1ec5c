/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.onion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class OnionV4VectorsTest {

    @TestFactory
    Stream<DynamicTest> payloads() {
        return Vectors.of("onion_v4").tests(OnionV4VectorsTest::check);
    }

    private static void check(VectorCase c) throws MalformedOnionException {
        byte[] encoded = c.hex("encoded_hex");
        boolean request = c.type().equals("request");
        if (c.expectsError()) {
            assertThatThrownBy(
                            () -> {
                                Object unused =
                                        request
                                                ? V4Request.parse(encoded)
                                                : V4Response.parse(encoded);
                            })
                    .isInstanceOf(MalformedOnionException.class);
        } else if (request) {
            request(c, encoded);
        } else {
            response(c, encoded);
        }
    }

    private static void request(VectorCase c, byte[] encoded) throws MalformedOnionException {
        JsonNode body = c.node("body_hex");
        V4Headers headers = headers(c.node("headers"));
        V4Request ours =
                new V4Request(
                        c.text("method"),
                        c.text("endpoint"),
                        headers,
                        body.isNull() ? null : HexFormat.of().parseHex(body.stringValue()));
        assertThat(ours.encode()).isEqualTo(encoded);
        assertThat(V4Request.parse(encoded)).usingRecursiveComparison().isEqualTo(ours);
    }

    private static void response(VectorCase c, byte[] encoded) throws MalformedOnionException {
        V4Response read = V4Response.parse(encoded);
        assertThat(read.code()).isEqualTo(c.number("code"));
        assertThat(read.contentType()).contains(c.text("content_type"));
        assertThat(read.body()).isEqualTo(c.hex("body_hex"));
        assertThat(read.encode()).isEqualTo(encoded);
    }

    private static V4Headers headers(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.properties().forEach(e -> headers.put(e.getKey(), e.getValue().stringValue()));
        return V4Headers.of(headers);
    }
}
