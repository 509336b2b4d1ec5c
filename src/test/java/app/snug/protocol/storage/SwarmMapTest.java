/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published answers ({@code protocol/02} §2.1). */
class SwarmMapTest {

    private static final List<Long> SEVEN = List.of(100L, 200L, 300L, 399L, 498L, 596L, 694L);
    private static final long LAST = -20;

    private static String closest(List<Long> swarms, String place) {
        return Long.toUnsignedString(
                SwarmMap.of(swarms.stream().map(SwarmId::new).toList())
                        .closest(Long.parseUnsignedLong(place, 16))
                        .value());
    }

    @ParameterizedTest
    @CsvSource({
        "053506f4a71324b7dd114eddbf4e311f39dde243e1f2cb97c40db1961f70ebaae8, 17589930838143112648",
        "05cf27da303a50ac8c4b2d43d27259505c9bcd73fc21cf2a57902c3d050730b604, 10370619079776428163",
        "03d3511706b8b34f6e8411bf07bd22ba6b2435ca56846fbccf6eb1e166a6cd15cc, 2144983569669512198",
        "ff0f06693428fca9102a451e3f28d9cc743d8ea60a89ab6aa69eb119470c11cbd3, 9690840703409570833",
        "05ffba630924aa1224bb930dde21c0d11bf004608f2812217f8ac812d6c7e3ad48, 4532060000165252872",
        "050123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, 0"
    })
    void anAccountsPlaceIsItsKeyFolded(String account, String place) {
        assertThat(Long.toUnsignedString(SwarmMap.space(new AccountId(account)))).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100",
        "95, 100",
        "96, 100",
        "97, 200",
        "fa, 200",
        "15d, 300",
        "15e, 399",
        "8000000000000000, 694",
        "800000000000018d, 694",
        "800000000000018e, 100",
        "a000000000000000, 100",
        "fffffffffffffffe, 100",
        "ffffffffffffffff, 100"
    })
    void theClosestSwarmIsFoundOnTheCircleAndTiesGoDown(String place, String swarm) {
        assertThat(closest(SEVEN, place)).isEqualTo(swarm);
    }

    @Test
    void swarmsAtTheEndsOfTheCircle() {
        List<Long> more = new ArrayList<>(SEVEN);
        more.add(LAST);
        String last = Long.toUnsignedString(LAST);
        assertThat(closest(more, "27")).isEqualTo(last);
        assertThat(closest(more, "28")).isEqualTo(last);
        assertThat(closest(more, "29")).isEqualTo("100");
        more.add(0L);
        assertThat(closest(more, "ffffffffffffffff")).isEqualTo("0");
    }
}
