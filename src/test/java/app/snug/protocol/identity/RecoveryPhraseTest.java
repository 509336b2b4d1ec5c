/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.snug.crypto.Secret;
import app.snug.protocol.identity.RecoveryPhrase.Flaw;
import app.snug.protocol.identity.RecoveryPhrase.InvalidPhraseException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryPhraseTest {

    private static final byte[] ENTROPY =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final String WORDS =
            "amaze buffet cake entrance symptoms tiger lamb maze nestle python dusted faxed faxed";

    @Property(tries = 300)
    void everyEntropyComesBackFromItsWordsInEveryLanguage(
            @ForAll @Size(16) byte[] entropy, @ForAll WordList list) throws Exception {
        String words = RecoveryPhrase.encode(Secret.copyOf(entropy), list);
        assertThat(RecoveryPhrase.decode(words).copy()).isEqualTo(entropy);
    }

    @Property(tries = 300)
    void whateverIsTypedIsReadOrRefused(@ForAll String typed) {
        try {
            assertThat(RecoveryPhrase.decode(typed).size()).isIn(16, 32);
        } catch (InvalidPhraseException e) {
            assertThat(e.getMessage()).doesNotContain("\n").endsWith(e.flaw().name());
        }
    }

    @Property(tries = 100)
    void aSeedOfTheEarlyDaysComesBackFromItsWords(
            @ForAll @Size(32) byte[] seed, @ForAll WordList list) throws Exception {
        String words = RecoveryPhrase.encode(Secret.copyOf(seed), list);
        assertThat(words.split(" ")).hasSize(RecoveryPhrase.WORDS_OF_OLD);
        assertThat(RecoveryPhrase.decode(words).copy()).isEqualTo(seed);
    }

    @Test
    void theDigitsOfAnOldSeedAreTakenAndMakeItsKeys() throws Exception {
        // From the known answers: a seed that is no entropy and zeros.
        String seed = "2520a1fe9125f88282652debe51007f9ed8bb52cd2597a555e893c3c12dba685";
        try (AccountKeys keys = AccountKeys.of(RecoveryPhrase.decode(seed))) {
            assertThat(keys.ed25519().publicKey().hex())
                    .isEqualTo("43e28275d90f0154f23fb28f501dd2f93b6bf1eca0f5ce585faa7b11a3fce4b8");
        }
    }

    @Test
    void anOldPhraseWithAWordSwappedIsNoticed() {
        byte[] seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        String words = RecoveryPhrase.encode(Secret.copyOf(seed), WordList.ENGLISH);
        String[] swapped = words.split(" ");
        String first = swapped[0];
        swapped[0] = swapped[1];
        swapped[1] = first;
        assertThat(refusal(String.join(" ", swapped)).flaw()).isEqualTo(Flaw.WRONG_CHECKSUM);
    }

    @Test
    void theEnglishWordsAreThoseOfTheOfficialApps() {
        assertThat(RecoveryPhrase.encode(Secret.copyOf(ENTROPY), WordList.ENGLISH))
                .isEqualTo(WORDS);
    }

    @ParameterizedTest
    @EnumSource
    void capitalsMissingAccentsAndUnicodeFormsAreForgiven(WordList list) throws Exception {
        String words = RecoveryPhrase.encode(Secret.copyOf(ENTROPY), list);
        assertThat(entropyOf(words.toUpperCase(Locale.ROOT))).isEqualTo(ENTROPY);
        assertThat(entropyOf(Normalizer.normalize(words, Normalizer.Form.NFD))).isEqualTo(ENTROPY);
        if (list != WordList.RUSSIAN) {
            String bare = Normalizer.normalize(words, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
            assertThat(entropyOf(bare)).isEqualTo(ENTROPY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBeginningOfAWordIsEnough(WordList list) throws Exception {
        String words = RecoveryPhrase.encode(Secret.copyOf(ENTROPY), list);
        String beginnings =
                Arrays.stream(words.split(" "))
                        .map(w -> w.substring(0, Math.min(w.length(), list.prefixLength())))
                        .collect(Collectors.joining(" "));
        assertThat(entropyOf(beginnings)).isEqualTo(ENTROPY);
    }

    @Test
    void whatStandsBetweenWordsDoesNotMatter() throws Exception {
        assertThat(entropyOf("  \n" + WORDS.replace(" ", ",\t ") + ".\n")).isEqualTo(ENTROPY);
        assertThat(entropyOf("«" + WORDS.replace(" ", "\u3000") + "»")).isEqualTo(ENTROPY);
        StringBuilder numbered = new StringBuilder();
        int number = 1;
        for (String word : WORDS.split(" ")) {
            numbered.append(number++).append(". ").append(word).append('\n');
        }
        assertThat(entropyOf(numbered.toString())).isEqualTo(ENTROPY);
    }

    @Test
    void chineseWordsNeedNoSpaces() throws Exception {
        String words = RecoveryPhrase.encode(Secret.copyOf(ENTROPY), WordList.CHINESE_SIMPLIFIED);
        assertThat(entropyOf(words.replace(" ", ""))).isEqualTo(ENTROPY);
    }

    @Test
    void theDigitsOfARecoveryQrCodeAreTaken() throws Exception {
        assertThat(entropyOf(" 000102030405060708090A0b0c0d0e0f\n")).isEqualTo(ENTROPY);
    }

    @ParameterizedTest
    @CsvSource({
        "0, EMPTY",
        "1, TOO_FEW_WORDS",
        "12, TOO_FEW_WORDS",
        "14, TOO_MANY_WORDS",
        "24, TOO_MANY_WORDS",
        "26, TOO_MANY_WORDS"
    })
    void aWrongNumberOfWordsIsSaid(int count, Flaw flaw) {
        InvalidPhraseException refusal = refusal("abbey ".repeat(count));
        assertThat(refusal.flaw()).isEqualTo(flaw);
        assertThat(refusal.words()).isEqualTo(count);
        assertThat(refusal.word()).isEmpty();
        assertThat(refusal.position()).isEmpty();
    }

    @Test
    void anUnknownWordIsNamedWithWordsThatItMayHaveBeen() {
        InvalidPhraseException refusal = refusal(WORDS.replace("tiger", "Itger"));
        assertThat(refusal.flaw()).isEqualTo(Flaw.UNKNOWN_WORD);
        assertThat(refusal.word()).contains("Itger");
        assertThat(refusal.position()).hasValue(6);
        assertThat(refusal.suggestions()).startsWith("tiger").hasSizeLessThanOrEqualTo(3);
        assertThat(refusal.getMessage()).doesNotContain("Itger");
    }

    @Test
    void suggestionsAreOfTheLanguageOfTheOtherWords() {
        String words = RecoveryPhrase.encode(Secret.copyOf(ENTROPY), WordList.PORTUGUESE);
        String first = words.substring(0, words.indexOf(' '));
        InvalidPhraseException refusal =
                refusal(words.replaceFirst(first, "q" + first.substring(1)));
        assertThat(refusal.flaw()).isEqualTo(Flaw.UNKNOWN_WORD);
        assertThat(refusal.position()).hasValue(1);
        assertThat(refusal.suggestions()).contains(first);
    }

    @Test
    void wordsThatBeginLikeEnglishOnesAreStillReadInTheirOwnLanguage() throws Exception {
        byte[] entropy = new byte[16];
        Arrays.fill(entropy, (byte) -2);
        String words = RecoveryPhrase.encode(Secret.copyOf(entropy), WordList.ESPERANTO);
        assertThat(entropyOf(words)).isEqualTo(entropy);
    }

    @Test
    void aWordLikeNoneGetsNoSuggestion() {
        assertThat(refusal(WORDS.replace("tiger", "qqqqqqq")).suggestions()).isEmpty();
    }

    @Test
    void swappedWordsAreNoticed() {
        assertThat(refusal(WORDS.replace("amaze buffet", "buffet amaze")).flaw())
                .isEqualTo(Flaw.WRONG_CHECKSUM);
    }

    @Test
    void wordsBeyondTheLargestNumberAreNoSeed() {
        // Each triple would be 1625 + 1625·1626 + 1625·1626², over 32 bits.
        List<String> largest = List.of("zoom", "zones", "zombie");
        assertThat(Words.of(WordList.ENGLISH).word(1625)).isEqualTo("zoom");
        String words = (String.join(" ", largest) + " ").repeat(4);
        List<Flaw> flaws =
                largest.stream().map(last -> refusal(words + last).flaw()).distinct().toList();
        assertThat(flaws).contains(Flaw.NOT_A_SEED);
    }

    @Test
    void anEndlessTextIsRefusedUnread() {
        assertThat(refusal("abbey ".repeat(100_000)).flaw()).isEqualTo(Flaw.TOO_MANY_WORDS);
    }

    private static byte[] entropyOf(String typed) throws InvalidPhraseException {
        return RecoveryPhrase.decode(typed).copy();
    }

    private static InvalidPhraseException refusal(String typed) {
        return catchThrowableOfType(
                InvalidPhraseException.class, () -> RecoveryPhrase.decode(typed));
    }
}
