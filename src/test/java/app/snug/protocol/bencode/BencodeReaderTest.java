/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.bencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BencodeReaderTest {

    @Test
    void aSignatureCoversAllBytesBeforeItsKey() throws Exception {
        byte[] signed = ascii("d1:#i7e1:&d1:~3:abce1:~2:xye");
        assertThat(BencodeReader.before(signed, "~")).isEqualTo(ascii("d1:#i7e1:&d1:~3:abce"));
    }

    @Test
    void withoutTheKeyThereIsNothingSigned() {
        assertThatThrownBy(() -> BencodeReader.before(ascii("d1:#i7ee"), "~"))
                .isInstanceOf(MalformedBencodeException.class);
    }

    @Test
    void depthIsBounded() throws Exception {
        assertThat(BencodeReader.parse(ascii(nested(128)))).isInstanceOf(BencodeList.class);
        assertThatThrownBy(() -> BencodeReader.parse(ascii(nested(129))))
                .isInstanceOf(MalformedBencodeException.class);
    }

    @Test
    void sizeAndNumberOfValuesAreBounded() throws Exception {
        BencodeLimits small = new BencodeLimits(8, 4, 3);
        assertThat(BencodeReader.parse(ascii("li1ei2ee"), small)).isInstanceOf(BencodeList.class);
        assertThatThrownBy(() -> BencodeReader.parse(ascii("l0:0:0:e"), small))
                .isInstanceOf(MalformedBencodeException.class);
        assertThatThrownBy(() -> BencodeReader.parse(ascii("i1234567e"), small))
                .isInstanceOf(MalformedBencodeException.class);
    }

    @Test
    void aRequiredKeyOfAnotherKindIsRefused() throws Exception {
        BencodeDict dict = BencodeReader.parseDict(ascii("d1:ai1ee"));
        assertThat(dict.require("a", BencodeInteger.class).asLong()).isEqualTo(1);
        assertThat(dict.find("a", BencodeString.class)).isEmpty();
        assertThatThrownBy(() -> dict.require("a", BencodeString.class))
                .isInstanceOf(MalformedBencodeException.class);
        assertThatThrownBy(() -> dict.require("b", BencodeInteger.class))
                .isInstanceOf(MalformedBencodeException.class);
    }

    @Test
    void aStringNeverPrintsItsBytes() {
        assertThat(BencodeString.of("secret")).hasToString("BencodeString[6 bytes]");
    }

    private static String nested(int depth) {
        return "l".repeat(depth) + "e".repeat(depth);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
