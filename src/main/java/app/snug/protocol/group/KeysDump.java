/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.storage.MessageHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keys as kept on disk, in the reference's format ({@code protocol/04} §11.7). */
record KeysDump(KeyHistory history, Optional<Pending> pending) {

    /**
     * A key that was made here and has not come back from the swarm.
     *
     * @param message that brings it to the others
     */
    record Pending(long generation, Secret secret, byte[] message) {}

    byte[] encode() {
        List<BencodeValue> active = new ArrayList<>();
        for (Map.Entry<Long, Set<MessageHash>> entry : history.messages().entrySet()) {
            List<BencodeValue> generation = new ArrayList<>();
            generation.add(BencodeInteger.of(entry.getKey()));
            entry.getValue().forEach(hash -> generation.add(BencodeString.of(hash.value())));
            active.add(new BencodeList(generation));
        }
        List<BencodeValue> keys = new ArrayList<>();
        history.keys().forEach(key -> keys.add(key.encoded()));
        BencodeDict all =
                BencodeDict.builder()
                        .put("A", new BencodeList(active))
                        .put("L", new BencodeList(keys))
                        .build();
        return pending.map(waiting -> all.with("P", encoded(waiting))).orElse(all).encode();
    }

    private static BencodeDict encoded(Pending pending) {
        byte[] key = pending.secret().copy();
        try {
            return BencodeDict.builder()
                    .put("c", pending.message())
                    .put("g", pending.generation())
                    .put("k", key)
                    .build();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    static KeysDump read(byte[] dump) throws MalformedGroupException {
        try {
            BencodeDict all = BencodeReader.parseDict(dump);
            KeyHistory history = new KeyHistory();
            for (BencodeValue generation : all.require("A", BencodeList.class)) {
                remember(generation, history);
            }
            for (BencodeValue key : all.require("L", BencodeList.class)) {
                history.restore(GroupKey.read(key));
            }
            return new KeysDump(history, pending(all));
        } catch (MalformedBencodeException e) {
            throw new MalformedGroupException("not a dump of keys: " + e.getMessage());
        }
    }

    private static void remember(BencodeValue generation, KeyHistory history)
            throws MalformedBencodeException, MalformedGroupException {
        if (!(generation instanceof BencodeList list)) {
            throw new MalformedGroupException("not a dump of keys");
        }
        long number = list.require(0, BencodeInteger.class).asLong();
        for (int i = 1; i < list.size(); i++) {
            String hash = list.require(i, BencodeString.class).text();
            if (hash.length() != MessageHash.LENGTH) {
                throw new MalformedGroupException("dump with a hash that is none");
            }
            history.remember(new MessageHash(hash), number);
        }
    }

    private static Optional<Pending> pending(BencodeDict all)
            throws MalformedBencodeException, MalformedGroupException {
        if (all.get("P") == null) {
            return Optional.empty();
        }
        BencodeDict pending = all.require("P", BencodeDict.class);
        return Optional.of(
                new Pending(
                        GroupKey.number(pending, "g"),
                        GroupKey.secret(pending.require("k", BencodeString.class)),
                        pending.require("c", BencodeString.class).bytes()));
    }
}
