/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.storage.StoredMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages as members hand them on. */
class MessageBundleTest {

    private static final int MAX = 76_800;

    private static StoredMessage message(int namespace, int size) {
        AccountId account = new AccountId("05" + "ab".repeat(32));
        return StoredMessage.of(account, new Namespace(namespace), 1, 2, 3, 4, new byte[size]);
    }

    @Test
    void messagesArriveAsTheyWereWithTheirNamespace() {
        List<StoredMessage> sent = List.of(message(0, 0), message(-10, 5), message(11, MAX));
        assertThat(MessageBundle.decode(MessageBundle.encode(sent), MAX))
                .usingRecursiveComparison()
                .isEqualTo(sent);
    }

    @Test
    void aBundleIsAsLongAsItsMessagesSay() {
        List<StoredMessage> sent = List.of(message(0, 3), message(2, 70_000));
        assertThat(MessageBundle.encode(sent))
                .hasSize(sent.stream().mapToInt(MessageBundle::size).sum());
    }

    @Test
    void aBundleCutShortOrWithAMessageTooLargeIsRefused() {
        byte[] bundle = MessageBundle.encode(List.of(message(0, 100)));
        List<Integer> refused = new ArrayList<>();
        for (int length = 1; length < bundle.length; length++) {
            byte[] cut = Arrays.copyOf(bundle, length);
            assertThatThrownBy(() -> MessageBundle.decode(cut, MAX))
                    .isInstanceOf(IllegalArgumentException.class);
            refused.add(length);
        }
        assertThat(refused).hasSize(bundle.length - 1);
        assertThatThrownBy(() -> MessageBundle.decode(bundle, 99))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
