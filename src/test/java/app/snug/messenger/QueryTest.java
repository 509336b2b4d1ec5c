/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.Query.Doubt;
import app.snug.messenger.Query.Having;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Query query(String text) {
        return Query.of(text, BERLIN);
    }

    private static boolean finds(String asked, String text) {
        return query(asked).in(text).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loaf | Is there a LOAF left?",
                "loa | Is there a loaf left?",
                "LOAF left | left: one loaf",
                "cafe | ein Café",
                "straße | STRASSE",
                "ﬁnd | find",
                "ｆｕｌｌ | full width",
                "don't go | don't go!",
                "loa* left | loaf, left",
                "\"the kettle\" | Put the kettle on",
                "“the kettle” | Put the kettle on",
                "شكرا | شُكْراً",
                "東京 | 東京タワー",
                "京タ | 東京タワー",
                "京 | 東京タワー",
                "İstanbul | istanbul",
                "λόγος | ΛΟΓΟΣ",
            })
    void findsWhatPeopleMean(String asked, String text) {
        assertThat(finds(asked, text)).isTrue();
        assertThat(new TreeSet<>(Terms.of(text))).containsAll(terms(asked));
    }

    /** What the index is asked for has to be in the index of what is meant. */
    private static Set<String> terms(String asked) {
        Set<String> terms = new TreeSet<>();
        boolean quoted = asked.startsWith("\"") || asked.startsWith("“");
        for (String part : quoted ? new String[] {asked} : asked.split(" ")) {
            boolean begins = !quoted && (asked.endsWith(part) || part.endsWith("*"));
            terms.addAll(Phrase.of(part, begins).terms());
        }
        return terms;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oaf | a loaf",
                "loa left | a loaf is left",
                "\"kettle the\" | Put the kettle on",
                "\"the kett\" | Put the kettle on",
                "loaf bread | a loaf",
                "京東 | 東京タワー",
            })
    void doesNotFindWhatIsNotThere(String asked, String text) {
        assertThat(finds(asked, text)).isFalse();
    }

    @Test
    void whatIsTypedWithASpaceBehindItIsAWholeWord() {
        assertThat(finds("loa ", "a loaf")).isFalse();
        assertThat(finds("loaf ", "a loaf")).isTrue();
    }

    @Test
    void saysWhereItStands() {
        String text = "The Café, the café!";
        assertThat(query("cafe the").in(text))
                .contains(
                        List.of(
                                new Mark(0, 3),
                                new Mark(4, 8),
                                new Mark(10, 13),
                                new Mark(14, 18)));
        assertThat(query("\"the cafe\" cafe").in(text))
                .contains(List.of(new Mark(0, 8), new Mark(10, 18)));
    }

    @Test
    void narrowsByPeoplePlacesAndThings() {
        Query query = query("from:anna In:\"Sunday table\" has:link has:VOICE tea");
        assertThat(query.authors()).containsExactly("anna");
        assertThat(query.conversations()).containsExactly("Sunday table");
        assertThat(query.having()).containsExactlyInAnyOrder(Having.LINK, Having.VOICE);
        assertThat(query.words()).isEqualTo("tea");
        assertThat(query("has:link").in("see https://example.org")).isPresent();
        assertThat(query("has:link").in("see example.org")).isEmpty();
    }

    @Test
    void datesAreDaysMonthsOrYearsWhereTheReaderIs() {
        assertThat(query("on:2026-03-31").from()).contains(Instant.parse("2026-03-30T22:00:00Z"));
        assertThat(query("on:2026-03-31").to()).contains(Instant.parse("2026-03-31T22:00:00Z"));
        assertThat(query("before:2026-03").to()).contains(Instant.parse("2026-02-28T23:00:00Z"));
        assertThat(query("before:2026-03").from()).isEmpty();
        assertThat(query("after:2025").from()).contains(Instant.parse("2025-12-31T23:00:00Z"));
        assertThat(query("after:2025 after:2026").from())
                .contains(Instant.parse("2026-12-31T23:00:00Z"));
    }

    @Test
    void whatIsNotUnderstoodIsToldAndAnUnknownFilterIsAWord() {
        assertThat(query("before:yesterday has:cake on:2026-02-30").doubts())
                .containsExactly(
                        new Doubt("yesterday", Doubt.Reason.DATE),
                        new Doubt("cake", Doubt.Reason.HAVING),
                        new Doubt("2026-02-30", Doubt.Reason.DATE));
        assertThat(finds("note:tea", "a note: tea")).isTrue();
        assertThat(query(" , \"\" ! ").isEmpty()).isTrue();
        assertThat(query("has:cake").isEmpty()).isTrue();
    }

    @Test
    void namesAreMetByTheirBeginnings() {
        assertThat(Query.isCalled("Anna-Lena Müller", "mull anna")).isTrue();
        assertThat(Query.isCalled("Anna", "anne")).isFalse();
        assertThat(Query.isCalled("Anna", " ")).isFalse();
    }

    @Property(tries = 300)
    void everyWordOfATextIsFoundInItByTheIndexToo(@ForAll @StringLength(max = 200) String text) {
        for (Token token : Token.in(text, 20)) {
            String word = text.substring(token.start(), token.end());
            Phrase phrase = Phrase.of(word, false);
            assertThat(phrase.in(Token.in(text, 1000))).isNotEmpty();
            assertThat(Terms.of(text)).containsAll(phrase.terms());
        }
    }

    @Property(tries = 300)
    void nothingThatIsTypedBreaksIt(
            @ForAll @StringLength(max = 600) String asked,
            @ForAll @StringLength(max = 200) String text) {
        Query query = query(asked);
        query.in(text)
                .ifPresent(marks ->
                        assertThat(marks)
                                .allSatisfy(mark ->
                                        assertThat(mark.start()).isBetween(0, mark.end() - 1)));
    }
}
