/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.storage.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With which keys an account is believed. */
class AccountKeysTest extends AccountTest {

    @Test
    void anAccountIsBelievedOnlyWithTheKeyItComesFrom() {
        long now = net().now();
        Request request =
                new Request("retrieve")
                        .of(anna.account())
                        .with("timestamp", now)
                        .signed(anna.keys(), "retrieve" + now);
        assertRefused(request, 401, "retrieve signature verification failed");
        Member ben = Member.random();
        assertRefused(
                new Request("retrieve")
                        .of(anna.account())
                        .with("pubkey_ed25519", ben.keys().publicKey().hex())
                        .with("timestamp", now)
                        .signed(ben.keys(), "retrieve" + now),
                401,
                "retrieve signature verification failed");
        Group group = Group.random();
        assertRefused(
                new Request("retrieve")
                        .of(group.account())
                        .with("pubkey_ed25519", anna.keys().publicKey().hex())
                        .with("timestamp", now)
                        .signed(group.keys(), "retrieve" + now),
                400,
                "invalid request: pubkey_ed25519 is only permitted for 05[...] pubkeys");
    }

    @Test
    void withoutAKeyBesideItAnAccountIsTakenForTheKeyItself() {
        long now = net().now();
        String hex = anna.keys().publicKey().hex();
        for (String kind : List.of("05", "03", "25")) {
            Request read =
                    new Request("retrieve")
                            .with("pubkey", kind + hex)
                            .with("timestamp", now)
                            .signed(anna.keys(), "retrieve" + now);
            assertThat(ask(read).status()).as(kind).isEqualTo(200);
        }
    }

    @Test
    void aSignatureIsGoodForAMinuteBothWays() {
        for (long off : List.of(-60_000L, 60_000L)) {
            assertThat(ask(anna.retrieve(Namespace.DEFAULT, net().now() + off)).status())
                    .isEqualTo(200);
        }
        for (long off : List.of(-60_001L, 60_001L)) {
            assertRefused(
                    anna.retrieve(Namespace.DEFAULT, net().now() + off),
                    406,
                    "retrieve timestamp too far from current time");
        }
    }
}
