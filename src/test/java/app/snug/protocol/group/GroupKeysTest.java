/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.crypto.Blake2b;
import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Secret;
import app.snug.protocol.bencode.BencodeDict;
import app.snug.protocol.bencode.BencodeInteger;
import app.snug.protocol.bencode.BencodeReader;
import app.snug.protocol.bencode.BencodeString;
import app.snug.protocol.config.Compression;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.SignedDict;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.MessageHash;
import app.snug.testing.ReplayedRandom;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worked examples of {@code protocol/04} §11 to §14, and what has no recording. */
class GroupKeysTest {

    private static final Instant STORED = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final byte[] NONCE = counting(24);

    private final Secret seed =
            secret("0123456789abcdeffedcba98765432100123456789abcdeffedcba9876543210");
    private final Ed25519KeyPair pair = Ed25519KeyPair.fromSeed(seed);
    private final AccountId group = AccountId.ofGroup(pair.publicKey());
    private final GroupClient admin =
            client("0123456789abcdef0123456789abcdeffedcba9876543210fedcba9876543210");
    private final GroupClient member = client("00112233445566778899aabbccddeeff".repeat(2));

    @BeforeEach
    void createTheGroup() throws Exception {
        admin.becomeAdmin(seed);
        admin.info().edit(info -> info.name("G").createdAt(Optional.of(STORED)));
        admin.members().edit(admin.own.id(), one -> one.name("Admin").promotionAccepted());
    }

    @AfterEach
    void close() {
        admin.close();
        member.close();
        pair.close();
        seed.close();
    }

    private GroupClient client(String seed) {
        return new GroupClient(AccountKeys.fromSeed(secret(seed)), group);
    }

    private byte[] rekey() {
        return admin.keys.rekey(admin.info(), admin.members());
    }

    private static MessageHash hash(int number) {
        return new MessageHash("%043d".formatted(number));
    }

    @Test
    void aNewGroupIsAsInTheWorkedExample() throws Exception {
        byte[] message = rekey();
        assertThat(message).hasSize(3992);
        assertThat(digest(message))
                .isEqualTo("3875efc891d5715889b1a8a700d3c7efe252896990d2e065c0d729c8912adcb7");
        assertThat(admin.keys.newestFirst())
                .containsExactly(
                        secret("62acce6349f368cb8ebe2ccb0c96ea7dd6947b2fdb242bc67fec3d37cad20659"));
        byte[] info = push(ConfigType.GROUP_INFO);
        assertThat(info).hasSize(256);
        assertThat(digest(info))
                .isEqualTo("b51abff0a79ed3483df858dc8482fac63f2191f4d7f131580242d3954c8197d8");
        byte[] members = push(ConfigType.GROUP_MEMBERS);
        assertThat(members).hasSize(256);
        assertThat(digest(members))
                .isEqualTo("ba5b6c3c8292b382f7aedfe1d28d7be1ea37b7043c9b5a3d7f7a19e5c13a7f04");
    }

    private byte[] push(ConfigType type) {
        return admin.config(type).push(STORED).messages().getFirst();
    }

    @Test
    void aSupplementIsAsInTheWorkedExampleAndBringsTheKeys() throws Exception {
        admin.keys.load(hash(1), rekey(), STORED);
        byte[] supplement = admin.keys.supplement(List.of(member.own.id()));
        assertThat(supplement).hasSize(198);
        assertThat(digest(supplement))
                .isEqualTo("a2eab548b2403adc15ca89936ee0a97915f58f255cc1e4e37b01f6f25cb1704e");
        assertThat(member.keys.load(hash(2), supplement, STORED)).isTrue();
        assertThat(member.keys.newestFirst()).containsExactlyElementsOf(admin.keys.newestFirst());
    }

    @Test
    void aMessageIsAsInTheWorkedExampleAndOpens() throws Exception {
        admin.keys.load(hash(1), rekey(), STORED);
        byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
        byte[] sealed =
                GroupMessage.seal(hello, admin.own, admin.keys, new ReplayedRandom(List.of(NONCE)));
        assertThat(sealed).hasSize(256);
        assertThat(digest(sealed))
                .isEqualTo("2b2a0488530cb8343be9e435fd2751ac99241495d1d9a948f677c9315c453008");
        GroupMessage.Opened opened = GroupMessage.open(sealed, admin.keys);
        assertThat(opened.author()).isEqualTo(admin.own.id());
        assertThat(opened.plain()).isEqualTo(hello);
    }

    @Test
    void aMessageForOneGroupIsNoneOfAnother() throws Exception {
        AccountId other = new AccountId("03" + "ab".repeat(32));
        byte[] inner =
                GroupMessage.signed(GroupMessage.body(NONCE, true), admin.own, other).encode();
        assertThatThrownBy(() -> GroupMessage.read(inner, group))
                .isInstanceOf(MalformedGroupException.class)
                .hasMessageContaining("wrong signature");
        assertThat(GroupMessage.read(inner, other).author()).isEqualTo(admin.own.id());
    }

    @Test
    void aMessageIsNotUnpackedToMoreThanAllowed() {
        byte[] large = new byte[GroupMessage.MAX_PLAIN_BYTES + 1];
        assertThatThrownBy(() -> GroupMessage.body(large, true))
                .isInstanceOf(IllegalArgumentException.class);
        GroupMessage.Body bomb = new GroupMessage.Body("z", Compression.compress(large));
        byte[] inner = GroupMessage.signed(bomb, admin.own, group).encode();
        assertThatThrownBy(() -> GroupMessage.read(inner, group))
                .isInstanceOf(MalformedGroupException.class);
    }

    @Test
    void aNoticeTellsWhoWasRemovedAndNobodyElse() throws Exception {
        byte[] notice = KickedNotice.seal(pair, List.of(member.own.id()), 0, NONCE);
        assertThat(HexFormat.of().formatHex(notice))
                .isEqualTo(
                        "64313a2332343a000102030405060708090a0b0c0d0e0f1011121314151617313a656c34"
                                + "393a3b63ff8f6b491484ee88b21a852880d3d3362d5465b9e74d80d4e7a41cf6"
                                + "da852e8ccc8bbab5d44bd10d186adfcac0e29b6565");
        assertThat(KickedNotice.open(notice, member.own, group)).isEqualTo(OptionalLong.of(0));
        assertThat(KickedNotice.open(notice, admin.own, group)).isEmpty();
        byte[] later = KickedNotice.seal(pair, List.of(member.own.id()), 12, NONCE);
        assertThat(KickedNotice.open(later, member.own, group)).isEqualTo(OptionalLong.of(12));
    }

    @Test
    void whatIsNotStoredYetOutlivesARestart() throws Exception {
        byte[] message = rekey();
        GroupKeys again = GroupKeys.load(admin.keys.dump(), group, admin.own);
        assertThat(again.pendingMessage()).contains(message);
        assertThat(again.newestFirst()).containsExactlyElementsOf(admin.keys.newestFirst());
        assertThat(again.needsDump()).isFalse();
        again.close();
    }

    @Test
    void onlyWhoHasTheSeedMakesKeys() {
        assertThatThrownBy(() -> member.keys.rekey(member.info(), member.members()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> member.keys.supplement(List.of(admin.own.id())))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> member.info().edit(info -> info.name("Mine")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAdminWhoFloodsTheGroupWithKeysFillsNoMemory() throws Exception {
        KeyHistory history = new KeyHistory();
        for (int i = 0; i < 1_200; i++) {
            byte[] key = hash(i).value().getBytes(StandardCharsets.US_ASCII);
            history.add(
                    hash(i),
                    new GroupKey(
                            7, STORED.toEpochMilli() + i, Secret.owning(Blake2b.hash(32, key))));
        }
        assertThat(history.keys()).hasSize(1_000);
        assertThat(history.newest().storedAt()).isEqualTo(STORED.toEpochMilli() + 1_199);
    }

    @Test
    void aKeyOfAGenerationLongGoneDoesNotComeBack() throws Exception {
        byte[] first = rekey();
        admin.keys.load(hash(1), first, STORED);
        for (int i = 1; i <= 3; i++) {
            admin.keys.load(hash(1 + i), rekey(), STORED.plus(Duration.ofDays(61L * i)));
        }
        assertThat(admin.keys.newestFirst()).hasSize(2);
        admin.keys.load(hash(1), first, STORED);
        assertThat(admin.keys.newestFirst()).hasSize(2);
        assertThat(admin.keys.activeHashes()).containsExactlyInAnyOrder(hash(3), hash(4));
    }

    @Test
    void whatNoGroupHasWrittenIsRefusedAndChangesNothing() throws Exception {
        byte[] message = rekey();
        byte[] before = admin.keys.dump();
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] broken = message.clone();
            int at = random.nextInt(broken.length);
            broken[at] ^= (byte) (1 << random.nextInt(8));
            assertRefused(broken);
            assertRefused(Arrays.copyOf(message, at));
        }
        BencodeDict whole = BencodeReader.parseDict(message).without("~");
        assertRefused(signed(whole.with("#", BencodeString.of("short"))));
        assertRefused(signed(whole.with("K", BencodeString.of(new byte[48]))));
        assertRefused(signed(whole.without("k")));
        assertRefused(signed(whole.with("G", BencodeInteger.of(-1))));
        assertRefused(signed(whole.with("G", BencodeInteger.ofUnsigned(-1))));
        assertThat(admin.keys.dump()).isEqualTo(before);
    }

    private byte[] signed(BencodeDict dict) {
        return SignedDict.sign(dict.encode(), pair);
    }

    private void assertRefused(byte[] message) {
        assertThatThrownBy(() -> admin.keys.load(hash(9), message, STORED))
                .isExactlyInstanceOf(MalformedGroupException.class);
    }

    @Test
    void accessThatIsNoneIsNotSignedWith() throws Exception {
        MemberAccess nothing = MemberAccess.of(new byte[MemberAccess.SIZE]);
        assertThat(nothing.admits(member.own.id(), group, MemberAccess.MEMBER)).isFalse();
        assertThatThrownBy(() -> nothing.sign(member.own, NONCE))
                .isInstanceOf(MalformedGroupException.class);
        assertThatThrownBy(() -> MemberAccess.of(new byte[99]))
                .isInstanceOf(MalformedGroupException.class);
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Blake2b.hash(32, bytes));
    }

    private static Secret secret(String hex) {
        return Secret.owning(HexFormat.of().parseHex(hex));
    }

    private static byte[] counting(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
