/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.message.Disappearing;
import app.snug.protocol.message.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reading a record: a value of the wrong kind counts as none ({@code protocol/04} §8). */
final class Fields {

    private static final long MAX_SECONDS = 253_402_300_799L;

    private Fields() {}

    static String text(BencodeDict record, String key) {
        return record.find(key, BencodeString.class).map(BencodeString::text).orElse("");
    }

    /** Zero if there is none. */
    static long number(BencodeDict record, String key) {
        return record.get(key) instanceof BencodeInteger number && !number.beyondLong()
                ? number.bits()
                : 0;
    }

    static int priority(BencodeDict record) {
        return (int) Math.clamp(number(record, "+"), -1, Integer.MAX_VALUE);
    }

    static boolean flag(BencodeDict record, String key) {
        return number(record, key) > 0;
    }

    static Optional<byte[]> bytes(BencodeDict record, String key, int size) {
        return record.find(key, BencodeString.class)
                .filter(value -> value.size() == size)
                .map(BencodeString::bytes);
    }

    static Optional<Instant> seconds(BencodeDict record, String key) {
        long seconds = toSeconds(number(record, key));
        return seconds > 0 && seconds <= MAX_SECONDS
                ? Optional.of(Instant.ofEpochSecond(seconds))
                : Optional.empty();
    }

    /** Some apps have stored milliseconds or microseconds where seconds belong. */
    static long toSeconds(long time) {
        if (time > 9_000_000_000_000L) {
            return time / 1_000_000;
        }
        return time > 9_000_000_000L ? time / 1_000 : time;
    }

    static Optional<Duration> timer(BencodeDict record, String key) {
        long seconds = number(record, key);
        return seconds > 0 && seconds <= Disappearing.MAX_SECONDS
                ? Optional.of(Duration.ofSeconds(seconds))
                : Optional.empty();
    }

    static Optional<Picture> picture(BencodeDict record, String urlKey, String keyKey) {
        String url = text(record, urlKey);
        Optional<byte[]> key = bytes(record, keyKey, Picture.KEY_SIZE);
        return url.isEmpty() || key.isEmpty() || Utf8.size(url) > Picture.MAX_URL_BYTES
                ? Optional.empty()
                : Optional.of(new Picture(url, Secret.owning(key.get())));
    }

    static Set<Long> numbers(BencodeDict record, String key) {
        Set<Long> numbers = new TreeSet<>();
        for (BencodeValue value : record.find(key, BencodeList.class).orElse(BencodeList.EMPTY)) {
            if (value instanceof BencodeInteger number) {
                numbers.add(number.bits());
            }
        }
        return numbers;
    }
}
