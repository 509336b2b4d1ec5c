/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Blake2b;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigPartsTest {

    private static byte[] packed(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void partsAreCutAndFilledUpAsByTheReference() throws Exception {
        byte[] whole = packed(81_880);
        List<byte[]> parts = ConfigParts.split(whole);
        assertThat(parts)
                .extracting(part -> part.length + ConfigCipher.OVERHEAD)
                .containsExactly(ConfigParts.MAX_STORED, 5_170 + 50 + ConfigCipher.OVERHEAD);
        assertThat(parts.get(0)).endsWith('e');
        // The length of the last has a digit less, and a zero stands in for it.
        assertThat(parts.get(1)).endsWith('e', 0);
        for (int i = 0; i < 2; i++) {
            ConfigParts.Part part = ConfigParts.read(parts.get(i));
            assertThat(part.whole()).isEqualTo(BencodeString.of(Blake2b.hash(32, whole)));
            assertThat(part.index()).isEqualTo(i);
            assertThat(part.count()).isEqualTo(2);
            assertThat(part.chunk().bytes())
                    .isEqualTo(
                            Arrays.copyOfRange(
                                    whole, i * 76_710, Math.min(whole.length, (i + 1) * 76_710)));
        }
    }

    @Test
    void theLargestConfigFitsIntoItsParts() {
        assertThat(ConfigParts.split(packed(ConfigParts.MAX_WHOLE)))
                .hasSize(66)
                .allMatch(part -> part.length + ConfigCipher.OVERHEAD <= ConfigParts.MAX_STORED);
    }

    private static byte[] part(int hashSize, byte[] index, byte[] count, byte[] chunk) {
        byte[] list =
                new BencodeWriter()
                        .beginList()
                        .string(new byte[hashSize])
                        .string(index)
                        .string(count)
                        .string(chunk)
                        .end()
                        .toByteArray();
        byte[] part = new byte[list.length + 1];
        part[0] = 'm';
        System.arraycopy(list, 0, part, 1, list.length);
        return part;
    }

    @Test
    void aPartThatFitsNoWholeIsRefused() throws Exception {
        byte[] one = {1};
        byte[] two = {2};
        assertThat(ConfigParts.read(part(32, one, two, one)).index()).isEqualTo(1);
        for (byte[] wrong :
                List.of(
                        part(31, one, two, one),
                        part(32, two, two, one),
                        part(32, new byte[] {0}, one, one),
                        part(32, new byte[0], two, one),
                        part(32, one, new byte[] {0, 2}, one),
                        part(32, one, two, new byte[0]),
                        new byte[] {'m'},
                        new byte[] {'m', 'l', 'e'})) {
            assertThatThrownBy(() -> ConfigParts.read(wrong))
                    .isInstanceOf(MalformedConfigException.class);
        }
    }
}
