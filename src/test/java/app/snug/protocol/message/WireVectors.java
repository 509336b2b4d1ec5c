/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.testing.VectorCase;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;

/** What both families of protobuf known answers are put to. */
final class WireVectors {

    private WireVectors() {}

    static void check(VectorCase c) throws Exception {
        String name = c.text("message");
        byte[] encoded = c.hex("encoded_hex");
        Parser<DynamicMessage> parser =
                DynamicMessage.getDefaultInstance(WireJson.descriptor(name)).getParserForType();
        if (c.expectsError()) {
            c.ignore("json");
            c.refuses(MalformedMessageException.class, () -> Wire.parse(parser, encoded));
            return;
        }
        Message expected = WireJson.parse(name, c.node("json"));
        assertThat(expected.toByteArray()).isEqualTo(encoded);
        DynamicMessage decoded = Wire.parse(parser, encoded);
        assertThat(decoded).isEqualTo(expected);
        assertThat(decoded.getUnknownFields().asMap()).isEmpty();
    }
}
