/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeLimits;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.bencode.MalformedBencodeException;
import app.snug.protocol.config.LaggedDiff.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished config message ({@code protocol/04} §2): all data, the diff to its predecessor, and
 * the diffs of the last few messages.
 *
 * @param version its number and the hash of the bytes it was read from
 * @param lagged ascending by version
 * @param extra keys at the top that we do not know, kept
 * @param lag the message contributes nothing any more once another is this many ahead
 * @param bytes as it is written, with the signature if it was verified
 */
record ConfigMessage(
        Version version,
        BencodeDict data,
        List<LaggedDiff> lagged,
        BencodeDict diff,
        BencodeDict extra,
        int lag,
        byte[] bytes) {

    /** The lag of all configs. */
    static final int LAG = 5;

    private static final long MAX_SEQNO = 1L << 53;
    private static final BencodeLimits LIMITS = new BencodeLimits(20_000_000, 64, 1_000_000);

    private static final BencodeString SEQNO = BencodeString.of("#");
    private static final BencodeString DATA = BencodeString.of("&");
    private static final BencodeString LAGGED = BencodeString.of("<");
    private static final BencodeString DIFF = BencodeString.of("=");
    private static final BencodeString SIGNATURE = SignedDict.SIGNATURE;

    /** Number 0: what every config starts from. */
    static ConfigMessage empty() {
        return of(0, BencodeDict.EMPTY, List.of(), BencodeDict.EMPTY, BencodeDict.EMPTY, LAG, null);
    }

    static ConfigMessage of(
            long seqno,
            BencodeDict data,
            List<LaggedDiff> lagged,
            BencodeDict diff,
            BencodeDict extra,
            int lag,
            @Nullable Ed25519KeyPair signer) {
        List<LaggedDiff> recent =
                lagged.stream().filter(entry -> isRecent(entry, seqno, lag)).toList();
        byte[] unsigned = write(seqno, data, recent, diff, extra);
        byte[] bytes = signer == null ? unsigned : SignedDict.sign(unsigned, signer);
        return new ConfigMessage(
                new Version(seqno, hash(bytes)), data, recent, diff, extra, lag, bytes);
    }

    long seqno() {
        return version.seqno();
    }

    /**
     * @param verifier the key that must have signed it; without one a signature is dropped
     * @throws MalformedConfigException for whatever breaks a rule
     */
    static ConfigMessage parse(byte[] bytes, @Nullable Ed25519PublicKey verifier, int lag)
            throws MalformedConfigException {
        try {
            BencodeDict whole =
                    BencodeReader.parse(bytes, LIMITS) instanceof BencodeDict dict
                            ? dict
                            : BencodeDict.EMPTY;
            if (whole.isEmpty() || !whole.key(0).equals(SEQNO)) {
                throw new MalformedConfigException("no number in front");
            }
            boolean signed = whole.key(whole.size() - 1).equals(SIGNATURE);
            if (!signed && whole.key(whole.size() - 1).compareTo(SIGNATURE) > 0) {
                throw new MalformedConfigException("key behind the signature");
            }
            SignedDict.check(bytes, whole, verifier);
            return read(bytes, whole, signed && verifier != null, lag);
        } catch (MalformedBencodeException e) {
            throw new MalformedConfigException("not a config message: " + e.getMessage());
        }
    }

    /** What a dump holds: written by ourselves, so that a signature has been verified before. */
    static ConfigMessage restore(byte[] bytes) throws MalformedConfigException {
        try {
            BencodeDict whole =
                    BencodeReader.parse(bytes, LIMITS) instanceof BencodeDict dict
                            ? dict
                            : BencodeDict.EMPTY;
            return read(bytes, whole, whole.get(SIGNATURE) != null, LAG);
        } catch (MalformedBencodeException e) {
            throw new MalformedConfigException("not a config message: " + e.getMessage());
        }
    }

    private static ConfigMessage read(
            byte[] bytes, BencodeDict whole, boolean keepSignature, int lag)
            throws MalformedConfigException, MalformedBencodeException {
        long seqno = whole.require("#", BencodeInteger.class).asLong();
        if (seqno < 0 || seqno > MAX_SEQNO) {
            throw new MalformedConfigException("number out of range");
        }
        BencodeDict data = whole.require("&", BencodeDict.class);
        ConfigTree.check(data);
        List<LaggedDiff> all = readLagged(whole.require("<", BencodeList.class), seqno);
        List<LaggedDiff> recent =
                all.stream().filter(entry -> isRecent(entry, seqno, lag)).toList();
        BencodeDict diff = whole.require("=", BencodeDict.class);
        ConfigDiff.check(diff);
        BencodeDict extra = whole;
        for (BencodeString known : List.of(SEQNO, DATA, LAGGED, DIFF, SIGNATURE)) {
            extra = extra.without(known);
        }
        boolean dropped =
                all.size() != recent.size() || (whole.get(SIGNATURE) != null && !keepSignature);
        byte[] kept = dropped ? write(seqno, data, recent, diff, extra) : bytes;
        return new ConfigMessage(
                new Version(seqno, hash(bytes)), data, recent, diff, extra, lag, kept);
    }

    private static List<LaggedDiff> readLagged(BencodeList list, long seqno)
            throws MalformedConfigException, MalformedBencodeException {
        List<LaggedDiff> lagged = new ArrayList<>();
        Version previous = null;
        for (BencodeValue value : list) {
            LaggedDiff entry = LaggedDiff.of(value);
            if (entry.version().seqno() >= seqno
                    || (previous != null && previous.compareTo(entry.version()) >= 0)) {
                throw new MalformedConfigException("lagged diffs out of order");
            }
            previous = entry.version();
            lagged.add(entry);
        }
        return lagged;
    }

    private static boolean isRecent(LaggedDiff entry, long seqno, int lag) {
        return entry.version().seqno() > seqno - lag && entry.version().seqno() < seqno;
    }

    private static byte[] write(
            long seqno,
            BencodeDict data,
            List<LaggedDiff> lagged,
            BencodeDict diff,
            BencodeDict extra) {
        return extra.with(SEQNO, BencodeInteger.of(seqno))
                .with(DATA, data)
                .with(
                        LAGGED,
                        new BencodeList(
                                lagged.stream().<BencodeValue>map(LaggedDiff::encoded).toList()))
                .with(DIFF, diff)
                .encode();
    }

    private static BencodeString hash(byte[] bytes) {
        return BencodeString.of(Blake2b.hash(32, bytes));
    }
}
