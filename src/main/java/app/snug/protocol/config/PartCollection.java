/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Blake2b;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeDictBuilder;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.config.ConfigParts.Part;
import app.snug.protocol.storage.MessageHash;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Parts that have arrived, until they make a whole ({@code protocol/04} §5.4). */
final class PartCollection {

    private static final Duration KEEP_INCOMPLETE = Duration.ofDays(7);
    private static final Duration REMEMBER_COMPLETE = Duration.ofDays(14);
    private static final int MAX_INCOMPLETE = 8;
    private static final int HASH_SIZE = 32;

    private final Map<BencodeString, Incomplete> incomplete = new HashMap<>();
    private final Map<BencodeString, Instant> complete = new HashMap<>();

    /** A whole, and the stored messages that its parts came in. */
    record Whole(byte[] packed, Set<MessageHash> hashes) {}

    private record Piece(MessageHash hash, BencodeString chunk) {}

    private record Incomplete(int count, Instant expiry, TreeMap<Integer, Piece> pieces) {

        Incomplete until(Instant later) {
            return new Incomplete(count, later, pieces);
        }

        int size() {
            return pieces.values().stream().mapToInt(piece -> piece.chunk().size()).sum();
        }
    }

    /**
     * Takes a part; one that we have already is ignored.
     *
     * @return the whole, if this was the last that lacked
     * @throws MalformedConfigException if the parts do not fit one another
     */
    Optional<Whole> add(Part part, MessageHash hash, Instant now) throws MalformedConfigException {
        forgetOld(now);
        if (complete.containsKey(part.whole())) {
            return Optional.empty();
        }
        Incomplete known =
                incomplete.getOrDefault(
                        part.whole(), new Incomplete(part.count(), now, new TreeMap<>()));
        if (known.count() != part.count()
                || known.size() + part.chunk().size() > ConfigParts.MAX_WHOLE) {
            throw new MalformedConfigException("a part that fits no whole");
        }
        known.pieces().putIfAbsent(part.index(), new Piece(hash, part.chunk()));
        incomplete.put(part.whole(), known.until(now.plus(KEEP_INCOMPLETE)));
        if (known.pieces().size() < known.count()) {
            dropOldest();
            return Optional.empty();
        }
        incomplete.remove(part.whole());
        return Optional.of(join(part.whole(), known, now));
    }

    private Whole join(BencodeString name, Incomplete parts, Instant now)
            throws MalformedConfigException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Set<MessageHash> hashes = new LinkedHashSet<>();
        for (Piece piece : parts.pieces().values()) {
            packed.writeBytes(piece.chunk().bytes());
            hashes.add(piece.hash());
        }
        byte[] whole = packed.toByteArray();
        if (!BencodeString.of(Blake2b.hash(HASH_SIZE, whole)).equals(name)) {
            throw new MalformedConfigException("parts of different wholes");
        }
        complete.put(name, now.plus(REMEMBER_COMPLETE));
        return new Whole(whole, hashes);
    }

    /** Our own parts come back when we poll; we have them already. */
    void rememberOwn(byte[] packed, Instant now) {
        complete.put(
                BencodeString.of(Blake2b.hash(HASH_SIZE, packed)), now.plus(REMEMBER_COMPLETE));
    }

    /** Messages that wait for others: to be kept alive in the swarm. */
    Set<MessageHash> hashes() {
        Set<MessageHash> hashes = new LinkedHashSet<>();
        incomplete
                .values()
                .forEach(parts ->
                        parts.pieces().values().forEach(piece -> hashes.add(piece.hash())));
        return hashes;
    }

    private void forgetOld(Instant now) {
        incomplete.values().removeIf(parts -> parts.expiry().isBefore(now));
        complete.values().removeIf(expiry -> expiry.isBefore(now));
    }

    private void dropOldest() {
        if (incomplete.size() > MAX_INCOMPLETE) {
            incomplete.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().expiry()))
                    .ifPresent(oldest -> incomplete.remove(oldest.getKey()));
        }
    }

    BencodeDict encoded() {
        BencodeDictBuilder all = BencodeDict.builder();
        complete.forEach((whole, expiry) ->
                all.put(
                        whole,
                        BencodeDict.builder().put("#", 0).put("T", expiry.toEpochMilli()).build()));
        incomplete.forEach((whole, parts) -> all.put(whole, encoded(parts)));
        return all.build();
    }

    private static BencodeDict encoded(Incomplete parts) {
        List<BencodeValue> pieces = new ArrayList<>();
        parts.pieces()
                .forEach((index, piece) ->
                        pieces.add(
                                BencodeDict.builder()
                                        .put("#", index)
                                        .put("M", piece.hash().value())
                                        .put("d", piece.chunk())
                                        .build()));
        return BencodeDict.builder()
                .put("#", parts.count())
                .put("T", parts.expiry().toEpochMilli())
                .put("p", new BencodeList(pieces))
                .build();
    }

    static PartCollection of(BencodeDict encoded)
            throws MalformedBencodeException, MalformedConfigException {
        PartCollection parts = new PartCollection();
        for (BencodeString whole : encoded.keys()) {
            if (!(encoded.get(whole) instanceof BencodeDict entry)) {
                throw new MalformedConfigException("parts are none");
            }
            int count = (int) entry.require("#", BencodeInteger.class).asLong();
            Instant expiry =
                    Instant.ofEpochMilli(entry.require("T", BencodeInteger.class).asLong());
            if (count == 0) {
                parts.complete.put(whole, expiry);
                continue;
            }
            TreeMap<Integer, Piece> pieces = new TreeMap<>();
            BencodeList list = entry.require("p", BencodeList.class);
            for (int i = 0; i < list.size(); i++) {
                BencodeDict piece = list.require(i, BencodeDict.class);
                pieces.put(
                        (int) piece.require("#", BencodeInteger.class).asLong(),
                        new Piece(
                                ConfigDump.hash(piece.require("M", BencodeString.class)),
                                piece.require("d", BencodeString.class)));
            }
            parts.incomplete.put(whole, new Incomplete(count, expiry, pieces));
        }
        return parts;
    }
}
