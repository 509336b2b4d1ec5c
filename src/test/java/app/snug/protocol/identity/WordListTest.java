/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WordListTest {

    @ParameterizedTest
    @EnumSource
    void everyWordIsFoundByItself(WordList list) {
        Words words = Words.of(list);
        for (int i = 0; i < Words.COUNT; i++) {
            assertThat(words.find(words.word(i))).as(words.word(i)).hasValue(i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void beginningsAreUnique(WordList list) {
        Words words = Words.of(list);
        assertThat(IntStream.range(0, Words.COUNT).mapToObj(words::checksumPart))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "CHINESE_SIMPLIFIED, a59c728abd8481ca0b8745e68630ec6a9209304efcef9f5530a1c82cb529f67c",
        "DUTCH, 2ffcdd53f50a125f2a8c15f6a43438a471821289b61db594bd814982640334e7",
        "ENGLISH, 998df55cb16d2318130c5cf7e9d4408247c8c4674935ee6e07d53f2f00ccf19b",
        "ESPERANTO, c63babcbf7ad9bee7864470dbd0692bce93b66926ee9f2c932363c1cbc8e7597",
        "FRENCH, 2a55ea07dfe12068a3f6b83751ca299e468a6fe875686855094eef226d3ea37f",
        "GERMAN, 075b4ffbabe753e2d58206df7812afa4df03ab8b871381ce1c4f17204d6bdb82",
        "ITALIAN, 4c580dd95afb208806618b4427454dd266fecef6682ef1aefef4df0a2b5471f2",
        "JAPANESE, 792fbb8305d73a3ac7a3cffcd98cb81e31baefcc469f98c1434cb3f62ecf83b4",
        "LOJBAN, b754cdcf4d43b3d74f0718c2248c4bdaf53d43c9fde43b8c6597e83936e7c83b",
        "PORTUGUESE, ec5b2cf062f3f2185a1caec7508a89dcba59b6f57e5244e5d9d38d53a80ba910",
        "RUSSIAN, 79debc65deb57dba8b8cc2d9e39c989cc9f24603e30ca79d68b63e4f8ea29c91",
        "SPANISH, a9cdd2935fd52fd2c65a3c943ebcf26f1f69d969e13ab2b763001b34dfc02e18"
    })
    void theListsAreMoneros(WordList list, String sha256) throws Exception {
        String joined =
                IntStream.range(0, Words.COUNT)
                        .mapToObj(Words.of(list)::word)
                        .collect(Collectors.joining("\n"));
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(joined.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    }
}
