/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The recovery password: 12 words that hold an account's 16 bytes of entropy, and one of them again
 * as a checksum ({@code protocol/01} §1.4). Accounts of the early days have 24 words and a checksum
 * for a whole seed of 32 bytes.
 */
public final class RecoveryPhrase {

    /** Words of a whole phrase, the checksum included. */
    public static final int WORDS = 13;

    /** As {@link #WORDS}, of an account of the early days. */
    public static final int WORDS_OF_OLD = 25;

    private static final int N = Words.COUNT;

    /** Nobody types this much; longer texts are not looked into. */
    private static final int MAX_TYPED = 2_000;

    /** A Han character is a word of its own, since nobody puts spaces between them. */
    private static final Pattern WORD =
            Pattern.compile("\\p{IsHan}|[\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}]]+(?:'[\\p{L}\\p{M}]+)*");

    private static final Pattern NUMBERING = Pattern.compile("\\p{N}+");
    private static final Pattern HEX_SEED = Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{64}");

    private RecoveryPhrase() {}

    /** Why words are no recovery password. */
    public enum Flaw {
        /** No word at all. */
        EMPTY,
        /** Fewer than 13; with 12 the checksum word may have been left out. */
        TOO_FEW_WORDS,
        /** More than 13, and not 25; with 24 the checksum word may have been left out. */
        TOO_MANY_WORDS,
        /** A word that is in no list, or not in the language of the others. */
        UNKNOWN_WORD,
        /** All words are known, but the last one is not the one that the others ask for. */
        WRONG_CHECKSUM,
        /** The checksum is right, but no entropy gives these words. */
        NOT_A_SEED
    }

    /**
     * Words that are no recovery password. The exception's message holds none of them; {@link
     * #word} does.
     */
    public static final class InvalidPhraseException extends Exception {

        private final Flaw flaw;
        private final int words;
        private final @Nullable String word;
        private final int position;
        private final List<String> suggestions;

        private InvalidPhraseException(Flaw flaw, int words) {
            this(flaw, words, null, 0, List.of());
        }

        private InvalidPhraseException(
                Flaw flaw,
                int words,
                @Nullable String word,
                int position,
                List<String> suggestions) {
            super("Not a recovery password: " + flaw);
            this.flaw = flaw;
            this.words = words;
            this.word = word;
            this.position = position;
            this.suggestions = suggestions;
        }

        public Flaw flaw() {
            return flaw;
        }

        /** How many words there were. */
        public int words() {
            return words;
        }

        /** The unknown word as it was typed. */
        public Optional<String> word() {
            return Optional.ofNullable(word);
        }

        /** Its place, counted from 1. */
        public OptionalInt position() {
            return word == null ? OptionalInt.empty() : OptionalInt.of(position);
        }

        /** Up to three words it may have been, the likeliest first. */
        public List<String> suggestions() {
            return suggestions;
        }
    }

    /**
     * The 13 or 25 words, with single spaces.
     *
     * @param entropy 16 bytes, or the 32 of an old account; stays the caller's
     */
    public static String encode(Secret entropy, WordList list) {
        if (entropy.size() != AccountKeys.ENTROPY_SIZE
                && entropy.size() != Ed25519KeyPair.SEED_SIZE) {
            throw new IllegalArgumentException("A recovery password holds 16 or 32 bytes");
        }
        Words words = Words.of(list);
        byte[] bytes = entropy.copy();
        int seedWords = bytes.length / 4 * 3;
        int[] indices = new int[seedWords + 1];
        for (int i = 0; i < seedWords; i += 3) {
            long x = littleEndian(bytes, i / 3 * 4);
            indices[i] = (int) (x % N);
            indices[i + 1] = (int) ((x / N + indices[i]) % N);
            indices[i + 2] = (int) ((x / N / N + indices[i + 1]) % N);
        }
        Arrays.fill(bytes, (byte) 0);
        indices[seedWords] = checksum(words, indices);
        StringBuilder phrase = new StringBuilder();
        for (int index : indices) {
            phrase.append(phrase.isEmpty() ? "" : " ").append(words.word(index));
        }
        return phrase.toString();
    }

    /**
     * The 16 bytes, or 32 of an old account, behind words in any of the languages. Capitals,
     * accents, numbering and whatever stands between words are forgiven, and of a word only the
     * beginning counts. The 32 hexadecimal digits of a recovery QR code are taken too, and the 64
     * of an old seed.
     */
    public static Secret decode(String typed) throws InvalidPhraseException {
        if (typed.length() > MAX_TYPED) {
            throw new InvalidPhraseException(Flaw.TOO_MANY_WORDS, MAX_TYPED);
        }
        if (HEX_SEED.matcher(typed.strip()).matches()) {
            return Secret.owning(HexFormat.of().parseHex(typed.strip()));
        }
        List<String> typedWords = split(typed);
        int count = typedWords.size();
        if (count != WORDS && count != WORDS_OF_OLD) {
            throw new InvalidPhraseException(
                    count == 0
                            ? Flaw.EMPTY
                            : count < WORDS ? Flaw.TOO_FEW_WORDS : Flaw.TOO_MANY_WORDS,
                    count);
        }
        return decode(typedWords);
    }

    /** Words as they would be read in one language. */
    private record Reading(Words words, int[] indices, long alike) {}

    private static Secret decode(List<String> typed) throws InvalidPhraseException {
        List<Reading> readings = new ArrayList<>();
        Words best = Words.of(WordList.ENGLISH);
        int mostKnown = 0;
        for (WordList list : WordList.values()) {
            Words words = Words.of(list);
            int[] indices =
                    typed.stream().map(words::find).mapToInt(found -> found.orElse(-1)).toArray();
            int known = (int) Arrays.stream(indices).filter(index -> index >= 0).count();
            if (known > mostKnown) {
                best = words;
                mostKnown = known;
            }
            if (known == typed.size()) {
                long alike =
                        IntStream.range(0, WORDS)
                                .filter(i -> words.agrees(typed.get(i), indices[i]))
                                .count();
                readings.add(new Reading(words, indices, alike));
            }
        }
        if (readings.isEmpty()) {
            throw unknownWord(typed, best);
        }
        // Words of one language may begin like those of another. The language in which most of them
        // are spelt in full goes first; among equals the checksum decides.
        readings.sort(Comparator.comparingLong(Reading::alike).reversed());
        InvalidPhraseException refusal = null;
        for (Reading reading : readings) {
            try {
                return decode(reading.words(), reading.indices());
            } catch (InvalidPhraseException e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        throw Objects.requireNonNull(refusal);
    }

    private static Secret decode(Words words, int[] indices) throws InvalidPhraseException {
        int seedWords = indices.length - 1;
        if (checksum(words, indices) != indices[seedWords]) {
            throw new InvalidPhraseException(Flaw.WRONG_CHECKSUM, indices.length);
        }
        byte[] entropy = new byte[seedWords / 3 * 4];
        for (int i = 0; i < seedWords; i += 3) {
            long a = indices[i];
            long b = (N - indices[i] + indices[i + 1]) % N;
            long c = (N - indices[i + 1] + indices[i + 2]) % N;
            long x = a + N * (b + N * c);
            if (x > 0xFFFF_FFFFL) {
                Arrays.fill(entropy, (byte) 0);
                throw new InvalidPhraseException(Flaw.NOT_A_SEED, indices.length);
            }
            for (int j = 0; j < 4; j++) {
                entropy[i / 3 * 4 + j] = (byte) (x >>> (8 * j));
            }
        }
        return Secret.owning(entropy);
    }

    private static InvalidPhraseException unknownWord(List<String> typed, Words words) {
        int at = 0;
        while (words.find(typed.get(at)).isPresent()) {
            at++;
        }
        String word = typed.get(at);
        return new InvalidPhraseException(
                Flaw.UNKNOWN_WORD, typed.size(), word, at + 1, words.near(word));
    }

    /** Which word is repeated at the end: the place in the list of the one that the CRC names. */
    private static int checksum(Words words, int[] indices) {
        CRC32 crc = new CRC32();
        int seedWords = indices.length - 1;
        for (int i = 0; i < seedWords; i++) {
            crc.update(words.checksumPart(indices[i]).getBytes(StandardCharsets.UTF_8));
        }
        return indices[(int) (crc.getValue() % seedWords)];
    }

    private static List<String> split(String typed) {
        String text = Normalizer.normalize(typed, Normalizer.Form.NFKC).replace('’', '\'');
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            if (!NUMBERING.matcher(matcher.group()).matches()) {
                words.add(matcher.group());
            }
        }
        return words;
    }

    private static long littleEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xFFL)
                | (bytes[at + 1] & 0xFFL) << 8
                | (bytes[at + 2] & 0xFFL) << 16
                | (bytes[at + 3] & 0xFFL) << 24;
    }
}
