/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.household;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Secret;
import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PassphraseKeysTest {

    @Test
    void whereTooManyWaitItSaysThatItIsBusyAndTheOthersAreServed() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        LinkedBlockingQueue<Refusal> refused = new LinkedBlockingQueue<>();
        int room = 32 + Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        CountDownLatch served = new CountDownLatch(room);
        try (PassphraseKeys keys =
                        new PassphraseKeys((passphrase, salt, cost, size) -> {
                            try {
                                held.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return Secret.owning(new byte[size]);
                        });
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i <= room; i++) {
                threads.execute(() -> {
                    try (Secret passphrase = Household.secret("any")) {
                        keys.derive(passphrase, new byte[16], Household.CHEAP).close();
                        served.countDown();
                    } catch (RefusedException e) {
                        refused.add(e.refusal());
                    }
                });
            }
            assertThat(refused.poll(1, TimeUnit.MINUTES)).isEqualTo(Refusal.BUSY);
            held.countDown();
            assertThat(served.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(List.copyOf(refused)).isEmpty();
        }
    }
}
