/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.storage.MessageHash;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A config as kept on disk, in the reference's format ({@code protocol/04} §4.1).
 *
 * @param message its bytes; of a dirty config those of the draft, unsigned
 * @param current hashes of the message in the swarm
 * @param old hashes to delete with the next push
 * @param extra what a kind of config keeps beside, never synchronised
 */
record ConfigDump(
        State state,
        byte[] message,
        Set<MessageHash> current,
        Set<MessageHash> old,
        PartCollection parts,
        BencodeDict extra) {

    /** In the order of their numbers. */
    enum State {
        /** As in the swarm. */
        CLEAN,
        /** Edited since the last push. */
        DIRTY,
        /** Pushed, not confirmed. */
        WAITING
    }

    byte[] encode() {
        BencodeDict all =
                BencodeDict.builder()
                        .put("!", state.ordinal())
                        .put("$", message)
                        // One hash stands alone, as before there were parts.
                        .put("(", current.size() > 1 ? list(current) : first(current))
                        .put(")", list(old))
                        .put("+", extra)
                        .build();
        BencodeDict pending = parts.encoded();
        return (pending.isEmpty() ? all : all.with("*", pending)).encode();
    }

    static ConfigDump read(byte[] bytes) throws MalformedConfigException {
        try {
            BencodeDict all = BencodeReader.parseDict(bytes);
            long state = all.require("!", BencodeInteger.class).asLong();
            if (state < 0 || state >= State.values().length) {
                throw new MalformedConfigException("dump of an unknown state");
            }
            return new ConfigDump(
                    State.values()[(int) state],
                    all.require("$", BencodeString.class).bytes(),
                    hashes(all.get("(")),
                    hashes(all.get(")")),
                    PartCollection.of(all.find("*", BencodeDict.class).orElse(BencodeDict.EMPTY)),
                    all.find("+", BencodeDict.class).orElse(BencodeDict.EMPTY));
        } catch (MalformedBencodeException e) {
            throw new MalformedConfigException("not a dump: " + e.getMessage());
        }
    }

    private static BencodeValue first(Set<MessageHash> hashes) {
        return hashes.stream()
                .findFirst()
                .map(hash -> BencodeString.of(hash.value()))
                .orElse(BencodeString.EMPTY);
    }

    private static BencodeList list(Collection<MessageHash> hashes) {
        List<BencodeValue> sorted =
                hashes.stream()
                        .map(MessageHash::value)
                        .sorted()
                        .<BencodeValue>map(BencodeString::of)
                        .toList();
        return new BencodeList(sorted);
    }

    private static Set<MessageHash> hashes(@Nullable BencodeValue value)
            throws MalformedConfigException {
        Set<MessageHash> hashes = new LinkedHashSet<>();
        if (value instanceof BencodeString string && !string.isEmpty()) {
            hashes.add(hash(string));
        }
        if (value instanceof BencodeList list) {
            for (BencodeValue element : list) {
                if (!(element instanceof BencodeString string)) {
                    throw new MalformedConfigException("dump with a hash that is none");
                }
                hashes.add(hash(string));
            }
        }
        return hashes;
    }

    static MessageHash hash(BencodeString value) throws MalformedConfigException {
        String text = value.text();
        if (text.length() != MessageHash.LENGTH) {
            throw new MalformedConfigException("dump with a hash that is none");
        }
        return new MessageHash(text);
    }
}
