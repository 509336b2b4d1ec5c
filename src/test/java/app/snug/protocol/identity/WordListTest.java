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
        "ENGLISH, 998df55cb16d2318130c5cf7e9d4408247c8c4674935ee6e07d53f2f00ccf19b",
        "JAPANESE, 792fbb8305d73a3ac7a3cffcd98cb81e31baefcc469f98c1434cb3f62ecf83b4",
        "PORTUGUESE, ec5b2cf062f3f2185a1caec7508a89dcba59b6f57e5244e5d9d38d53a80ba910",
        "SPANISH, a9cdd2935fd52fd2c65a3c943ebcf26f1f69d969e13ab2b763001b34dfc02e18"
    })
    void theListsAreThoseOfTheOfficialApps(WordList list, String sha256) throws Exception {
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
