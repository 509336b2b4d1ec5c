/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.bencode.MalformedBencodeException;

/** The diff of an earlier message, named by that message's number and hash. */
record LaggedDiff(Version version, BencodeDict diff) {

    private static final int HASH_SIZE = 32;

    /**
     * Names a message; newer ones are greater.
     *
     * @param hash BLAKE2b of its bytes, 32 bytes
     */
    record Version(long seqno, BencodeString hash) implements Comparable<Version> {

        @Override
        public int compareTo(Version other) {
            int bySeqno = Long.compare(seqno, other.seqno);
            return bySeqno != 0 ? bySeqno : hash.compareTo(other.hash);
        }
    }

    BencodeList encoded() {
        return BencodeList.of(BencodeInteger.of(version.seqno()), version.hash(), diff);
    }

    static LaggedDiff of(BencodeValue value)
            throws MalformedConfigException, MalformedBencodeException {
        if (!(value instanceof BencodeList list) || list.size() != 3) {
            throw new MalformedConfigException("lagged diff without its three parts");
        }
        long seqno = list.require(0, BencodeInteger.class).asLong();
        BencodeString hash = list.require(1, BencodeString.class);
        BencodeDict diff = list.require(2, BencodeDict.class);
        if (hash.size() != HASH_SIZE) {
            throw new MalformedConfigException("lagged diff without a hash");
        }
        ConfigDiff.check(diff);
        return new LaggedDiff(new Version(seqno, hash), diff);
    }
}
