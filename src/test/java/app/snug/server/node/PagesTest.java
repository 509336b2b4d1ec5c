/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.storage.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A large mailbox is read in pages. */
class PagesTest extends AccountTest {

    @Test
    void aLargeMailboxIsReadInPagesByCountAndBySize() {
        int count = 40;
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[70_000];
            data[0] = (byte) i;
            done(anna.store(data, net().now(), HOUR));
        }
        // A fifth of 7,800,000 bytes, each message counting 143 and four thirds of its data.
        assertPages("", count, 16);
        assertPages(",\"max_size\":-1", count, 40);
        assertPages(",\"max_size\":-2", count, 40);
        assertPages(",\"max_size\":-10", count, 8);
        assertPages(",\"max_count\":7", count, 7);
        assertPages(",\"max_count\":7,\"max_size\":300000", count, 3);
        assertPages(",\"max_size\":1", count, 1);
        assertPages(",\"max_count\":-2", count, 40);
    }

    private void assertPages(String limits, int count, int page) {
        String cursor = "";
        int seen = 0;
        boolean more = true;
        while (more) {
            JsonNode answer =
                    done(
                            anna.retrieve(
                                    Namespace.DEFAULT,
                                    net().now(),
                                    limits + ",\"last_hash\":\"" + cursor + "\""));
            List<String> hashes = hashes(answer.get("messages"));
            more = answer.get("more").booleanValue();
            assertThat(hashes).as(limits).hasSize(Math.min(page, count - seen));
            seen += hashes.size();
            cursor = hashes.getLast();
        }
        assertThat(seen).isEqualTo(count);
    }

    @Test
    void aCursorThatIsNotThereMeansFromTheBeginning() {
        String one = store("one");
        String two = store("two");
        JsonNode answer =
                done(
                        anna.retrieve(
                                Namespace.DEFAULT,
                                net().now(),
                                ",\"last_hash\":\"" + "Z".repeat(43) + "\""));
        assertThat(hashes(answer.get("messages"))).containsExactly(one, two);
        JsonNode rest =
                done(
                        anna.retrieve(
                                Namespace.DEFAULT, net().now(), ",\"lastHash\":\"" + one + "\""));
        assertThat(hashes(rest.get("messages"))).containsExactly(two);
    }

    @Test
    void aPageThatEndsWithTheLastMessageSaysThatThereIsNoMore() {
        store("one");
        store("two");
        for (int count : List.of(0, 2, 3)) {
            JsonNode answer =
                    done(anna.retrieve(Namespace.DEFAULT, net().now(), ",\"max_count\":" + count));
            assertThat(answer.get("messages").size()).isEqualTo(2);
            assertThat(answer.get("more").booleanValue()).isFalse();
        }
    }

    @Test
    void oneLessThanNoMessageIsNone() {
        store("one");
        JsonNode answer = done(anna.retrieve(Namespace.DEFAULT, net().now(), ",\"max_count\":-1"));
        assertThat(answer.get("messages").isEmpty()).isTrue();
        assertThat(answer.get("more").booleanValue()).isFalse();
    }
}
