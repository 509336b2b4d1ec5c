/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Reactions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {

    @Test
    void everyEmojiThatIsOfferedIsOneAndIsOfferedOnceUnderAName() {
        List<Emoji> all = Emoji.ALL.stream().flatMap(group -> group.emoji().stream()).toList();
        assertThat(all).hasSizeGreaterThan(1000).extracting(Emoji::text).doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(emoji -> {
                    assertThat(Emoji.isOne(emoji.text())).as(emoji.toString()).isTrue();
                    assertThat(emoji.name()).matches("[a-z].*");
                });
        assertThat(all).extracting(Emoji::text).containsAll(Reactions.FIRST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"👍", "👍🏽", "👩‍👩‍👧‍👦", "🏴‍☠️", "🇬🇧", "❤️", "1️⃣", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"})
    void oneIsWhatIsSeenAsOne(String text) {
        assertThat(Emoji.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "1", "#", "©", "👍👍", "👍a", "<b>", "\u200D", "\uFE0F"})
    void whatIsNoneOrMoreIsNot(String text) {
        assertThat(Emoji.isOne(text)).isFalse();
    }

    @Test
    void peopleHaveTheColourOfSkinThatIsChosen() {
        assertThat(new Emoji("👍", "").toned(3).text()).isEqualTo("👍🏽");
        assertThat(new Emoji("☝️", "").toned(5).text()).isEqualTo("☝🏿");
        assertThat(new Emoji("👩‍🚀", "").toned(1).text()).isEqualTo("👩🏻‍🚀");
        assertThat(new Emoji("👩‍❤️‍👨", "").toned(2).text()).isEqualTo("👩🏼‍❤️‍👨🏼");
        for (String same : List.of("😀", "🥖", "👩‍👩‍👧‍👦", "🇬🇧")) {
            assertThat(new Emoji(same, "").toned(4).text()).isEqualTo(same);
        }
        assertThat(Emoji.toned(Emoji.ALL, 5))
                .flatExtracting(Emoji.Group::emoji)
                .allMatch(emoji -> Emoji.isOne(emoji.text()))
                .doesNotHaveDuplicates();
    }

    @Test
    void flagsAreFoundByTheirPlaces() {
        assertThat(Emoji.named("flag wales").getFirst().emoji())
                .extracting(Emoji::text)
                .containsExactly("🏴󠁧󠁢󠁷󠁬󠁳󠁿");
        assertThat(Emoji.named("curacao")).hasSize(1);
    }

    @Test
    void hostileTextIsCountedInNoTime() {
        assertThat(Emoji.count("👩" + "\u200D👩".repeat(50_000))).isLessThan(2);
        assertThat(Emoji.count("e" + "\u0301".repeat(100_000))).isZero();
        assertThat(Emoji.isOne("👩" + "\u200D👩".repeat(50))).isFalse();
    }

    @Test
    void emojiAreFoundByAllOfTheWordsAndByThemselves() {
        assertThat(Emoji.named("Tears  JOY").getFirst().emoji())
                .extracting(Emoji::text)
                .contains("😂");
        assertThat(Emoji.named("🍞")).hasSize(1);
        assertThat(Emoji.named("nothing like it")).isEmpty();
        assertThat(Emoji.named(" ")).isEqualTo(Emoji.ALL);
    }
}
