/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeString;
import java.util.ArrayList;
import java.util.List;

/**
 * Records below the servers they belong to: base URL → { {@code #} server key, {@code R} → name →
 * record }.
 */
record ServerRecords(BencodeString top) {

    private static final BencodeString KEY = BencodeString.of("#");
    private static final BencodeString RECORDS = BencodeString.of("R");

    /** One record. */
    record Entry(
            String baseUrl, X25519PublicKey serverKey, BencodeString name, BencodeDict fields) {}

    static ServerRecords at(String top) {
        return new ServerRecords(BencodeString.of(top));
    }

    /** Empty if there is none. */
    BencodeDict find(BencodeDict data, String baseUrl, BencodeString name) {
        return ConfigTree.dictAt(data, top, BencodeString.of(baseUrl), RECORDS, name);
    }

    /** With a record; the server's key is the one given last. */
    BencodeDict with(
            BencodeDict data,
            String baseUrl,
            X25519PublicKey serverKey,
            BencodeString name,
            BencodeDict fields) {
        BencodeString url = BencodeString.of(baseUrl);
        BencodeDict server =
                ConfigTree.dictAt(data, top, url).with(KEY, BencodeString.of(serverKey.bytes()));
        BencodeDict changed = ConfigTree.withDictAt(server, fields, RECORDS, name);
        return ConfigTree.withDictAt(data, changed, top, url);
    }

    /** Without a record; with the last one the server goes too. */
    BencodeDict without(BencodeDict data, String baseUrl, BencodeString name) {
        BencodeString url = BencodeString.of(baseUrl);
        BencodeDict server = ConfigTree.dictAt(data, top, url);
        if (ConfigTree.dictAt(server, RECORDS).get(name) == null) {
            return data;
        }
        BencodeDict changed = ConfigTree.withDictAt(server, BencodeDict.EMPTY, RECORDS, name);
        boolean last = ConfigTree.dictAt(changed, RECORDS).isEmpty();
        return ConfigTree.withDictAt(data, last ? BencodeDict.EMPTY : changed, top, url);
    }

    /** In the order of URLs, then names; without servers that have no proper key. */
    List<Entry> all(BencodeDict data) {
        List<Entry> entries = new ArrayList<>();
        BencodeDict servers = ConfigTree.dictAt(data, top);
        for (BencodeString url : servers.keys()) {
            BencodeDict server = ConfigTree.dictAt(servers, url);
            BencodeDict records = ConfigTree.dictAt(server, RECORDS);
            Fields.bytes(server, "#", X25519PublicKey.SIZE)
                    .map(X25519PublicKey::of)
                    .ifPresent(key -> entries.addAll(entries(url.text(), key, records)));
        }
        return entries;
    }

    private static List<Entry> entries(
            String baseUrl, X25519PublicKey serverKey, BencodeDict records) {
        List<Entry> entries = new ArrayList<>();
        for (BencodeString name : records.keys()) {
            if (records.get(name) instanceof BencodeDict fields) {
                entries.add(new Entry(baseUrl, serverKey, name, fields));
            }
        }
        return entries;
    }
}
