/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.messenger.AccountRef;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookPlacesTest {

    private final LookPlaces places = new LookPlaces();

    private long taken(int account, int times) {
        return IntStream.range(0, times).filter(i -> places.take(new AccountRef(account))).count();
    }

    @Test
    void whoLooksAtManySlowLinksLeavesPlacesToOthers() {
        assertThat(taken(1, 10)).isEqualTo(LookPlaces.FOR_ONE);
        assertThat(taken(2, 1)).isOne();
        places.leave(new AccountRef(1));
        assertThat(taken(1, 10)).isOne();
    }

    @Test
    void thereAreNotMorePlacesThanThereAre() {
        long all = taken(1, 3) + taken(2, 3) + taken(3, 3);
        assertThat(all).isEqualTo(LookPlaces.AT_ONCE);
        places.leave(new AccountRef(2));
        assertThat(taken(3, 1)).isOne();
        assertThat(taken(4, 1)).isZero();
    }
}
