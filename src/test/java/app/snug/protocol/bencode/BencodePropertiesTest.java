/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class BencodePropertiesTest {

    private static final String ALPHABET = "idle:-0123456789\u0000\u00ff";

    @Property
    void everyValueIsReadBackFromItsBytes(@ForAll("values") BencodeValue value) throws Exception {
        assertThat(BencodeReader.parse(value.encode())).isEqualTo(value);
    }

    @Property
    void arbitraryBytesAreRefusedOrReadAndWrittenBackUnchanged(@ForAll byte[] input) {
        readOrRefused(input);
    }

    @Property(tries = 5000)
    void almostBencodeIsRefusedOrReadAndWrittenBackUnchanged(
            @ForAll("almostBencode") byte[] input) {
        readOrRefused(input);
    }

    @Property
    void aChangedByteNeverThrowsAnythingElse(
            @ForAll("values") BencodeValue value, @ForAll int place, @ForAll byte put) {
        byte[] input = value.encode();
        input[Math.floorMod(place, input.length)] = put;
        readOrRefused(input);
    }

    @Property
    void aCutValueIsRefused(@ForAll("values") BencodeValue value, @ForAll int place) {
        byte[] whole = value.encode();
        byte[] cut = Arrays.copyOf(whole, Math.floorMod(place, whole.length));
        assertThat(isRefused(cut)).isTrue();
    }

    @Property
    void changedCopiesOfADictionaryAreWhatAMapWouldBe(
            @ForAll @Size(max = 12) List<@Size(max = 3) byte[]> keys,
            @ForAll @Size(max = 12) List<Boolean> puts) {
        BencodeDict dict = BencodeDict.EMPTY;
        TreeMap<BencodeString, BencodeValue> model = new TreeMap<>();
        for (int i = 0; i < Math.min(keys.size(), puts.size()); i++) {
            BencodeString key = BencodeString.of(keys.get(i));
            if (puts.get(i)) {
                dict = dict.with(key, BencodeInteger.of(i));
                model.put(key, BencodeInteger.of(i));
            } else {
                dict = dict.without(key);
                model.remove(key);
            }
        }
        BencodeDictBuilder builder = BencodeDict.builder();
        model.descendingMap().forEach(builder::put);
        assertThat(dict).isEqualTo(builder.build());
        assertThat(dict.keys()).containsExactlyElementsOf(model.keySet());
    }

    private static void readOrRefused(byte[] input) {
        try {
            assertThat(BencodeReader.parse(input).encode()).isEqualTo(input);
        } catch (MalformedBencodeException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    private static boolean isRefused(byte[] input) {
        try {
            BencodeReader.parse(input);
            return false;
        } catch (MalformedBencodeException e) {
            return true;
        }
    }

    @Provide
    Arbitrary<byte[]> almostBencode() {
        return Arbitraries.strings()
                .withChars(ALPHABET.toCharArray())
                .ofMaxLength(24)
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Provide
    Arbitrary<BencodeValue> values() {
        return Arbitraries.recursive(BencodePropertiesTest::scalars, this::nested, 0, 3)
                .withoutEdgeCases();
    }

    private Arbitrary<BencodeValue> nested(Arbitrary<BencodeValue> inner) {
        return Arbitraries.oneOf(
                inner,
                inner.list().ofMaxSize(4).map(BencodeList::new),
                Arbitraries.maps(strings(), inner).ofMaxSize(4).map(BencodePropertiesTest::dict));
    }

    private static Arbitrary<BencodeValue> scalars() {
        return Arbitraries.oneOf(integers(), strings().map(string -> (BencodeValue) string));
    }

    private static Arbitrary<BencodeValue> integers() {
        return Arbitraries.bigIntegers()
                .between(
                        BigInteger.valueOf(Long.MIN_VALUE),
                        BigInteger.TWO.pow(64).subtract(BigInteger.ONE))
                .map(number ->
                        number.signum() < 0
                                ? BencodeInteger.of(number.longValueExact())
                                : BencodeInteger.ofUnsigned(number.longValue()));
    }

    private static Arbitrary<BencodeString> strings() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(12).map(BencodeString::of);
    }

    private static BencodeDict dict(Map<BencodeString, BencodeValue> entries) {
        BencodeDictBuilder builder = BencodeDict.builder();
        entries.forEach(builder::put);
        return builder.build();
    }
}
