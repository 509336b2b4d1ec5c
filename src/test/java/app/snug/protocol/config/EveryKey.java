/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeDictBuilder;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeList;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.bencode.BencodeValue;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.message.Picture;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What the tests of keys write and read ({@code protocol/04} §8). */
abstract class EveryKey {

    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    static final Instant EARLIER = Instant.ofEpochSecond(1_799_000_000L);
    static final Instant LATER = Instant.ofEpochSecond(1_900_000_000L);
    static final String URL = "http://files.example/1";
    static final String NEWER_URL = "http://files.example/2";
    static final byte[] KEY = filled(32, 7);
    static final byte[] NEWER_KEY = filled(32, 8);
    static final byte[] TAG = filled(32, 9);
    static final byte[] SIGNATURE = filled(64, 10);
    static final byte[] SERVER_KEY = filled(32, 11);
    static final AccountId ANN = id(AccountId.USER, 1);
    static final AccountId GROUP = id(AccountId.GROUP, 2);
    static final AccountId OLD_GROUP = id(AccountId.USER, 3);
    static final AccountId BLINDED_15 = id(0x15, 4);
    static final AccountId BLINDED_25 = id(0x25, 5);
    static final CommunityRoom ROOM = new CommunityRoom("http://Example.org:80/", "Hall");

    final AccountKeys own = AccountKeys.fromEntropy(Secret.owning(new byte[16]));

    static byte[] filled(int size, int with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    static AccountId id(int kind, int with) {
        byte[] bytes = filled(AccountId.SIZE, with);
        bytes[0] = (byte) kind;
        return AccountId.of(bytes);
    }

    static Picture picture(String url, byte[] key) {
        return new Picture(url, Secret.copyOf(key));
    }

    static BencodeDictBuilder dict() {
        return BencodeDict.builder();
    }

    static BencodeDict at(AccountId id, BencodeValue record) {
        return dict().put(BencodeString.of(id.bytes()), record).build();
    }

    static BencodeList set(long... numbers) {
        return BencodeList.of(
                Arrays.stream(numbers).mapToObj(BencodeInteger::of).toArray(BencodeValue[]::new));
    }

    SyncedConfig fresh(ConfigType type) {
        return SyncedConfig.fresh(type, new UserSeal(type, own), ConfigAuthority.UNSIGNED);
    }

    /** What came from another device, which wrote just this. */
    SyncedConfig received(ConfigType type, BencodeDict data) {
        SyncedConfig sender = fresh(type);
        sender.edit(nothing -> data);
        byte[] message = sender.push(NOW).messages().getFirst();
        SyncedConfig receiver = fresh(type);
        StoredConfig stored =
                new StoredConfig(MessageHash.of(own.id(), type.namespace(), message), message);
        assertThat(receiver.merge(List.of(stored), NOW).refused()).isEmpty();
        assertThat(receiver.data()).isEqualTo(data);
        return receiver;
    }

    static BencodeString text(String text) {
        return BencodeString.of(text);
    }
}
