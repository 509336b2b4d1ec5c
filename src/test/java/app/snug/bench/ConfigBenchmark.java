/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.crypto.Secret;
import app.snug.protocol.config.ConfigAuthority;
import app.snug.protocol.config.ConfigIntake;
import app.snug.protocol.config.ConfigPush;
import app.snug.protocol.config.ConfigType;
import app.snug.protocol.config.Contacts;
import app.snug.protocol.config.StoredConfig;
import app.snug.protocol.config.SyncedConfig;
import app.snug.protocol.config.UserSeal;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.protocol.storage.MessageHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A config of 500 contacts: one device changes and pushes, the other merges. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class ConfigBenchmark {

    private static final int CONTACTS = 500;
    private static final Instant NOW = Instant.ofEpochMilli(1_767_225_600_000L);

    private final Random random = new Random(1);
    private final AccountKeys own = AccountKeys.fromEntropy(Secret.owning(bytes(16)));
    private final List<AccountId> ids = new ArrayList<>();
    private final SyncedConfig changing = config();
    private final SyncedConfig merging = config();
    private int round;

    public ConfigBenchmark() {
        Contacts contacts = new Contacts(changing);
        for (int i = 0; i < CONTACTS; i++) {
            byte[] bytes = bytes(AccountId.SIZE);
            bytes[0] = AccountId.USER;
            AccountId id = AccountId.of(bytes);
            ids.add(id);
            contacts.edit(
                    id,
                    contact ->
                            contact.name("Contact " + Long.toHexString(random.nextLong()))
                                    .approved(true)
                                    .approvedMe(true)
                                    .createdAt(Optional.of(NOW)));
        }
        pushAndMerge();
    }

    @Benchmark
    public ConfigIntake changePushAndMerge() {
        AccountId id = ids.get(round % CONTACTS);
        String nickname = "Name " + round++;
        new Contacts(changing).edit(id, contact -> contact.nickname(nickname));
        return pushAndMerge();
    }

    private ConfigIntake pushAndMerge() {
        ConfigPush push = changing.push(NOW);
        byte[] message = push.messages().getFirst();
        MessageHash hash = MessageHash.of(own.id(), ConfigType.CONTACTS.namespace(), message);
        changing.confirmPushed(push.seqno(), List.of(hash));
        ConfigIntake intake = merging.merge(List.of(new StoredConfig(hash, message)), NOW);
        if (!intake.accepted().contains(hash) || !merging.data().equals(changing.data())) {
            throw new IllegalStateException("The devices differ");
        }
        return intake;
    }

    private SyncedConfig config() {
        return SyncedConfig.fresh(
                ConfigType.CONTACTS,
                new UserSeal(ConfigType.CONTACTS, own),
                ConfigAuthority.UNSIGNED);
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
