/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Secret;
import app.snug.crypto.Sha256;
import app.snug.protocol.attachment.StreamFile.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers of the reference library, and what must not open. */
class StreamFileTest {

    private static final HexFormat HEX = HexFormat.of();
    private final Secret seed = Secret.copyOf(HEX.parseHex("0123456789abcdef".repeat(4)));

    private static byte[] file(int size) {
        byte[] file = new byte[size];
        for (int i = 0; i < size; i++) {
            file[i] = (byte) (i * 7);
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "0, ATTACHMENT, c811e82fa9a353e0e9814faaa362e3563af2ba3300d31d6e7ea8319b4b17b8d5,"
                + " 28ca9a9e248a6bb759a44e4a9921d46313fa8a7ff4887120af8f15c1fcc803b9",
        "10, ATTACHMENT, a5ff549754db8366306e1fe3c9bade0bf47bc77a21136d13c11fd1888fb0575a,"
                + " 23bb79dcd605be9fddabdc4ba8f80fa258292116b441534d1bde414e8909aa7d",
        "10, PROFILE_PICTURE, fc24ce45a359976a7cf404683bc4c5e676fec82e90c103173156cc417bbad695,"
                + " e09941b21202c685cc7a687432e888a018827a36ef2843e8215e25e4a601ff67",
        "33333, ATTACHMENT, 4ce68ba1f085312eae658f147058210a9c05771ece2c8ced686d54544be1e945,"
                + " 672f3bc44b2b1915b527d6429c86dd0b462a958aa1cad9afae0ad971e660002b",
        "300000, ATTACHMENT, 84d7ec1ac934769df1112d8cf2a515e7f1ea93e39000a575036d453e2ea86161,"
                + " fb00c64f67d9cc77062b26eccb2e3a1c67c38162e6942c8702d537dbe19f04d3"
    })
    void theSameFileOfTheSamePersonIsTheSameUpload(
            int size, Purpose purpose, String key, String sha256) throws Exception {
        SealedFile sealed = StreamFile.seal(file(size), seed, purpose);
        assertThat(sealed.key()).isEqualTo(Secret.copyOf(HEX.parseHex(key)));
        assertThat(HEX.formatHex(Sha256.hash(sealed.bytes()))).isEqualTo(sha256);
        assertThat(sealed.digest()).isEmpty();
        assertThat(StreamFile.open(sealed.bytes(), sealed.key())).isEqualTo(file(size));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4096",
        "4053, 4096",
        "4054, 8192",
        "8149, 8192",
        "8150, 12288",
        "33333, 36864",
        "60000, 61440",
        "261982, 262144",
        "261983, 270336",
        "523990, 524288",
        "523991, 540672",
        "6543210, 6553600",
        "10000000, 10223616",
        "10218286, 10223616"
    })
    void fewSizesAreToBeSeen(int size, int sealed) {
        assertThat(StreamFile.seal(new byte[size], seed, Purpose.ATTACHMENT).bytes())
                .hasSize(sealed);
    }

    @Test
    void theIdFollowsFromTheBytes() {
        assertThat(FileId.of("hello".getBytes(StandardCharsets.US_ASCII)).value())
                .isEqualTo("tKO2VVg1JPHwgZuvqK_7bDHJeSr4UJ_8i13ETlwAn0jB");
        assertThat(FileId.of(StreamFile.seal(file(10), seed, Purpose.ATTACHMENT).bytes()).value())
                .isEqualTo("oTcr4jc6YJREG8H9imq6-hvsrKszNx6TR5PPQlIQxR1j");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 24, 25, 26, 41, 42, 43, 4095, 32_810, 40_000})
    void aFileCutOffIsRefused(int length) {
        SealedFile sealed = StreamFile.seal(file(40_000), seed, Purpose.ATTACHMENT);
        assertThatThrownBy(
                        () -> StreamFile.open(Arrays.copyOf(sealed.bytes(), length), sealed.key()))
                .isExactlyInstanceOf(MalformedAttachmentException.class);
    }

    @Test
    void aFileWithSomethingBehindOrAlteredIsRefused() {
        SealedFile sealed = StreamFile.seal(file(40_000), seed, Purpose.ATTACHMENT);
        byte[] longer = Arrays.copyOf(sealed.bytes(), sealed.bytes().length + 40_000);
        assertThatThrownBy(() -> StreamFile.open(longer, sealed.key()))
                .isExactlyInstanceOf(MalformedAttachmentException.class);
        for (int at : new int[] {0, 5, 30, 33_000, sealed.bytes().length - 1}) {
            byte[] altered = sealed.bytes().clone();
            altered[at] ^= 1;
            assertThatThrownBy(() -> StreamFile.open(altered, sealed.key()))
                    .isExactlyInstanceOf(MalformedAttachmentException.class);
        }
    }
}
