/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.message.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A record being changed: only what is set is touched, so that keys of newer versions stay as they
 * are.
 */
class RecordEdit {

    static final int MAX_NAME_BYTES = 100;

    private BencodeDict record;

    RecordEdit(BencodeDict record) {
        this.record = record;
    }

    final BencodeDict record() {
        return record;
    }

    final void set(String key, @Nullable BencodeValue value) {
        record = value == null ? record.without(key) : record.with(key, value);
    }

    /** Kept even if empty: it keeps the record alive. */
    final void lastingText(String key, String text) {
        set(key, BencodeString.of(text));
    }

    final void text(String key, String text) {
        set(key, text.isEmpty() ? null : BencodeString.of(text));
    }

    final void bytes(String key, Optional<byte[]> bytes) {
        set(key, bytes.map(BencodeString::of).orElse(null));
    }

    final void flag(String key, boolean on) {
        set(key, on ? BencodeInteger.ONE : null);
    }

    final void positive(String key, long number) {
        set(key, number > 0 ? BencodeInteger.of(number) : null);
    }

    final void priority(int priority) {
        set("+", priority == 0 ? null : BencodeInteger.of(priority));
    }

    final void seconds(String key, Optional<Instant> time) {
        positive(key, time.map(Instant::getEpochSecond).orElse(0L));
    }

    final void timer(String key, Optional<Duration> timer) {
        positive(key, timer.map(Duration::toSeconds).orElse(0L));
    }

    final void picture(String urlKey, String keyKey, Optional<Picture> picture) {
        if (picture.isEmpty()) {
            set(urlKey, null);
            set(keyKey, null);
            return;
        }
        byte[] key = picture.get().key().copy();
        set(urlKey, BencodeString.of(picture.get().url()));
        set(keyKey, BencodeString.of(key));
        Arrays.fill(key, (byte) 0);
    }

    final void numbers(String key, Set<Long> numbers) {
        BencodeValue[] sorted =
                new TreeSet<>(numbers)
                        .stream().map(BencodeInteger::of).toArray(BencodeValue[]::new);
        set(key, sorted.length == 0 ? null : BencodeList.of(sorted));
    }
}
