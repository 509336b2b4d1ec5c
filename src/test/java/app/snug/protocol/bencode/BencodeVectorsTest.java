/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class BencodeVectorsTest {

    @TestFactory
    Stream<DynamicTest> everyValueHasTheKnownBytesAndIsReadBackFromThem() {
        return Vectors.of("bt")
                .tests(
                        List.of("decode"),
                        vector -> {
                            BencodeValue value = value(vector.node("value"));
                            byte[] encoded = vector.hex("encoded_hex");
                            assertThat(value.encode()).isEqualTo(encoded);
                            assertThat(BencodeReader.parse(encoded)).isEqualTo(value);
                        });
    }

    /** Stricter than the reference: what it forgives without being canonical is refused too. */
    @TestFactory
    Stream<DynamicTest> whatIsCanonicalIsReadAndAllElseRefused() {
        return Vectors.of("bt").tests(List.of("encode"), BencodeVectorsTest::decode);
    }

    private static void decode(VectorCase vector) throws MalformedBencodeException {
        byte[] encoded = vector.hex("encoded_hex");
        vector.ignore("encoded_text", "library_accepts");
        if (vector.flag("canonical")) {
            BencodeValue value = BencodeReader.parse(encoded);
            assertThat(value).isEqualTo(value(vector.node("value")));
            assertThat(value.encode()).isEqualTo(vector.hex("reencoded_hex"));
        } else {
            vector.ignore("value", "reencoded_hex");
            vector.refuses(MalformedBencodeException.class, () -> BencodeReader.parse(encoded));
        }
    }

    private static BencodeValue value(JsonNode typed) {
        if (typed.has("int")) {
            String decimal = typed.get("int").stringValue();
            return decimal.startsWith("-")
                    ? BencodeInteger.of(Long.parseLong(decimal))
                    : BencodeInteger.ofUnsigned(Long.parseUnsignedLong(decimal));
        }
        if (typed.has("str_hex")) {
            return string(typed.get("str_hex"));
        }
        if (typed.has("list")) {
            List<BencodeValue> elements = new ArrayList<>();
            typed.get("list").forEach(element -> elements.add(value(element)));
            return new BencodeList(elements);
        }
        BencodeDictBuilder entries = BencodeDict.builder();
        for (JsonNode entry : typed.get("dict")) {
            entries.put(string(entry.get("key_hex")), value(entry.get("value")));
        }
        return entries.build();
    }

    private static BencodeString string(JsonNode hex) {
        return BencodeString.of(HexFormat.of().parseHex(hex.stringValue()));
    }
}
