/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.storage.MessageHash;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads what recorded programs say of configs. */
public final class RecordedConfigs {

    private RecordedConfigs() {}

    /** The programs name messages with fewer characters than a swarm does. */
    public static MessageHash hash(String name) {
        return new MessageHash(name + ".".repeat(MessageHash.LENGTH - name.length()));
    }

    /** Without encryption, padding and compression. */
    public static byte[] plain(ConfigSeal seal, byte[] message) throws MalformedConfigException {
        return ConfigPacking.decompress(ConfigPacking.unpad(seal.open(message)));
    }

    /** A recorded dump, to be loaded here. */
    public static byte[] dump(String hex) throws Exception {
        return renamed(hex).encode();
    }

    public static void assertSame(byte[] dump, String recordedHex) throws Exception {
        assertThat(unsigned(BencodeReader.parseDict(dump)))
                .isEqualTo(unsigned(renamed(recordedHex)));
    }

    private static BencodeDict renamed(String hex) throws Exception {
        BencodeDict dump = BencodeReader.parseDict(HexFormat.of().parseHex(hex));
        BencodeString current = dump.require("(", BencodeString.class);
        List<BencodeValue> old = new ArrayList<>();
        for (BencodeValue value : dump.require(")", BencodeList.class)) {
            old.add(BencodeString.of(hash(((BencodeString) value).text()).value()));
        }
        old.sort(ConfigTree.SCALARS);
        return dump.with(
                        "(",
                        current.isEmpty()
                                ? current
                                : BencodeString.of(hash(current.text()).value()))
                .with(")", new BencodeList(old));
    }

    /** The reference forgets its own signature when it dumps; ours keeps it. */
    private static BencodeDict unsigned(BencodeDict dump) throws Exception {
        BencodeString message = dump.require("$", BencodeString.class);
        BencodeDict whole = BencodeReader.parseDict(message.bytes());
        return dump.with("$", whole.without("~"));
    }
}
