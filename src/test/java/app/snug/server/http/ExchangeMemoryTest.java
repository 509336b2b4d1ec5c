/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.server.http.ExchangeMemory.Lease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExchangeMemoryTest {

    private static final long LARGE = 10 << 20;
    private static final long MOST = 6 * LARGE;

    private final ExchangeMemory memory = new ExchangeMemory(MOST, Duration.ZERO);
    private final ExchangeMemory patient = new ExchangeMemory(MOST, Duration.ofMinutes(5));

    private interface Taking {
        void from(Lease lease) throws BusyException;
    }

    private static boolean finds(Lease lease, Taking taking) {
        try {
            taking.from(lease);
            return true;
        } catch (BusyException e) {
            return false;
        }
    }

    /** How many large ones of this address find room. */
    private int fill(String address, Taking taking) throws BusyException {
        int count = 0;
        while (finds(memory.lease(address, LARGE), taking)) {
            count++;
        }
        return count;
    }

    private int fillWithBodies(String address) throws BusyException {
        return fill(address, lease -> lease.takeNow(LARGE));
    }

    private int fillWithAnswers(String address) throws BusyException {
        return fill(address, lease -> lease.take(LARGE));
    }

    @Test
    void noAddressGetsEverything() throws Exception {
        assertThat(fillWithBodies("10.0.0.1")).isEqualTo(3);
        assertThat(fillWithAnswers("10.0.0.2")).isEqualTo(3);
    }

    @Test
    void whenLargeOnesHaveFilledTheirPartSmallOnesStillFindRoom() throws Exception {
        fillWithAnswers("10.0.0.1");
        fillWithBodies("10.0.0.2");
        assertThat(fillWithBodies("10.0.0.3")).isZero();
        assertThat(fillWithAnswers("10.0.0.3")).isZero();
        Lease announced = memory.lease("10.0.0.3", LARGE);
        assertThat(finds(announced, lease -> lease.takeNow(1))).isFalse();
        assertThat(finds(announced, lease -> lease.take(1))).as("a small answer").isTrue();
        assertThat(finds(memory.lease("10.0.0.4", 1), lease -> lease.takeNow(1))).isTrue();
        assertThat(finds(memory.lease("10.0.0.1", 1), lease -> lease.take(1))).isTrue();
    }

    @Test
    void whatIsClosedIsThereAgain() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (Lease lease = memory.lease("10.0.0.1", LARGE)) {
                lease.takeNow(16);
                lease.takeNow(LARGE);
                lease.take(LARGE);
            }
        }
        assertThat(fillWithAnswers("10.0.0.1")).isEqualTo(3);
    }

    @Test
    void whoHoldsLessFromNowOnLeavesTheRestToOthers() throws Exception {
        Lease lease = memory.lease("10.0.0.1", LARGE);
        lease.takeNow(3 * LARGE);
        lease.hold(LARGE + 1);
        assertThat(fillWithAnswers("10.0.0.1")).isOne();
        lease.hold(LARGE);
        assertThat(fillWithAnswers("10.0.0.1")).isOne();
        lease.close();
        assertThat(fillWithAnswers("10.0.0.1")).isOne();
    }

    @Test
    void whoHoldsMoreThanWasTakenTakesIt() throws Exception {
        memory.lease("10.0.0.1", LARGE).hold(2 * LARGE);
        assertThat(fillWithAnswers("10.0.0.1")).isOne();
    }

    @Test
    void anAnswerWaitsUntilOthersAreDone() throws Exception {
        Lease other = patient.lease("10.0.0.1", LARGE);
        other.take(3 * LARGE);
        CompletableFuture<Thread> waiter = new CompletableFuture<>();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> answer =
                    threads.submit(() -> {
                        try (Lease lease = patient.lease("10.0.0.1", 0)) {
                            waiter.complete(Thread.currentThread());
                            lease.take(LARGE);
                            return null;
                        }
                    });
            Thread thread = waiter.get();
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            other.close();
            answer.get();
        }
    }

    @Test
    void whatNoAddressCanHaveIsNotWaitedFor() throws Exception {
        Lease lease = patient.lease("10.0.0.1", 0);
        assertThatThrownBy(() -> lease.take(4 * LARGE)).isInstanceOf(BusyException.class);
    }

    @Test
    void aBodyDoesNotWait() throws Exception {
        patient.lease("10.0.0.1", LARGE).take(3 * LARGE);
        Lease lease = patient.lease("10.0.0.1", LARGE);
        assertThatThrownBy(() -> lease.takeNow(1)).isInstanceOf(BusyException.class);
    }

    @Test
    void anAddressHasOnlySoManyExchangesAtOnce() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            memory.lease("10.0.0.1", 0);
        }
        assertThatThrownBy(() -> memory.lease("10.0.0.1", 0)).isInstanceOf(BusyException.class);
        assertThatCode(() -> memory.lease("10.0.0.2", 0)).doesNotThrowAnyException();
    }
}
