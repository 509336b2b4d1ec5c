/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.server.http.BodyMemory.Lease;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    private static final int LARGE_KIB = 10 << 10;

    private final BodyMemory memory = new BodyMemory();

    private Lease lease(String address, int kib) {
        return Objects.requireNonNull(memory.lease(address, (long) kib << 10));
    }

    /** How many large bodies of this address find room. */
    private int fill(String address) {
        int count = 0;
        while (lease(address, LARGE_KIB).grow(LARGE_KIB)) {
            count++;
        }
        return count;
    }

    @Test
    void noAddressGetsEverything() {
        assertThat(fill("10.0.0.1")).isEqualTo(3);
        assertThat(fill("10.0.0.2")).isEqualTo(3);
    }

    @Test
    void whenLargeBodiesHaveFilledTheirPartSmallOnesStillFindRoom() {
        fill("10.0.0.1");
        fill("10.0.0.2");
        assertThat(fill("10.0.0.3")).isZero();
        Lease crumbs = lease("10.0.0.3", LARGE_KIB);
        for (int kib = 1; crumbs.grow(kib); kib++) {
            // Until nothing is left of it.
        }
        assertThat(lease("10.0.0.4", 1).grow(1)).isTrue();
        assertThat(lease("10.0.0.1", 1).grow(1)).isTrue();
    }

    @Test
    void whatIsClosedIsThereAgain() {
        for (int i = 0; i < 100; i++) {
            try (Lease lease = lease("10.0.0.1", LARGE_KIB)) {
                assertThat(lease.grow(16)).isTrue();
                assertThat(lease.grow(LARGE_KIB)).isTrue();
            }
        }
        assertThat(fill("10.0.0.1")).isEqualTo(3);
    }

    @Test
    void anAddressHoldsOnlySoManyBodiesAtOnce() {
        int count = 0;
        while (memory.lease("10.0.0.1", 0) != null) {
            count++;
        }
        assertThat(count).isEqualTo(1_000);
        assertThat(memory.lease("10.0.0.2", 0)).isNotNull();
    }
}
