/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import static app.snug.protocol.descriptor.Household.ANNA;
import static app.snug.protocol.descriptor.Household.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.SwarmId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot be in a descriptor. */
class DescriptorContentTest {

    private static final SwarmId FIRST = new SwarmId(0);

    private static Descriptor withNodes(Node... nodes) {
        Descriptor street = Household.street(1);
        return new Descriptor(
                street.name(),
                street.network(),
                1,
                street.issued(),
                street.expires(),
                1,
                street.operators(),
                List.of(nodes),
                List.of(),
                null,
                List.of());
    }

    @Test
    void aNodeOrAnAddressIsListedOnce() {
        Node anna = new Node(ANNA.publicKey(), "192.0.2.1", 22021, FIRST);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        withNodes(anna, new Node(ANNA.publicKey(), "192.0.2.7", 22021, FIRST)))
                .withMessage("The node " + ANNA.publicKey().hex() + " is listed twice.");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> withNodes(anna, new Node(BEN.publicKey(), "192.0.2.1", 22021, FIRST)))
                .withMessage("Two nodes are listed at 192.0.2.1:22021; one of them is wrong.");
        assertThat(withNodes(anna, new Node(BEN.publicKey(), "192.0.2.1", 22022, FIRST)).nodes())
                .hasSize(2);
    }

    @Test
    void aNodesAddressIsOneThatOthersCanReach() {
        for (String host :
                List.of(
                        "",
                        "localhost",
                        "0.0.0.0",
                        "1.2.3",
                        "1.2.3.256",
                        "::1",
                        "1.2.3.4 ",
                        "255.255.255.255")) {
            assertThatIllegalArgumentException()
                    .as(host)
                    .isThrownBy(() -> new Node(ANNA.publicKey(), host, 1, FIRST))
                    .withMessageContaining("is no address of a node");
        }
        for (int port : new int[] {0, -1, 65_536}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Node(ANNA.publicKey(), "1.2.3.4", port, FIRST));
        }
    }

    @Test
    void operatorsAreDifferentPeopleAndEnoughOfThem() {
        Operator anna = new Operator("anna", ANNA.publicKey());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Household.street(
                                1, 1, List.of(anna, new Operator("anna", BEN.publicKey()))))
                .withMessage("The operator “anna” is listed twice.");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Household.street(
                                1, 1, List.of(anna, new Operator("ben", ANNA.publicKey()))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Household.street(1, 2, List.of(anna)))
                .withMessage("With 1 operators, the signatures needed can be 1 to 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Household.street(1, 0, List.of(anna)));
        for (String name : List.of("", " anna", "a\u001b[2J", "x".repeat(41))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Operator(name, ANNA.publicKey()));
        }
    }

    @Test
    void aServersAddressIsOfTheWebAndNothingElse() {
        var key = ANNA.toX25519().publicKey();
        for (String url :
                List.of(
                        "file:///etc/passwd",
                        "http://",
                        "http://a b",
                        "http://user@host",
                        "http://host:0",
                        "http://host/?q",
                        "ftp://host",
                        "http://host.123",
                        "http://192.0.2.300",
                        "http://-host")) {
            assertThatIllegalArgumentException()
                    .as(url)
                    .isThrownBy(() -> new Server(url, key, null))
                    .withMessageContaining("is no http or https address.");
        }
        assertThat(new Server("https://files.example:4443/a/b", key, null).room()).isNull();
    }

    @Test
    void aNameIsOpenedByWhoKnowsIt() {
        AccountId account = AccountId.ofUser(ANNA.toX25519().publicKey());
        SealedName sealed = SealedName.of("Anna-1", account);
        assertThat(sealed.open("anna-1")).contains(account);
        assertThat(sealed.open("anna-2")).isEmpty();
        assertThat(sealed.hash()).isEqualTo(SealedName.hashOf("ANNA-1"));
        assertThat(sealed).isEqualTo(SealedName.of("anna-1", account));
        assertThat(sealed.toString()).doesNotContain(account.hex());
        for (String name : List.of("", "-a", "a.b", "ä", "a b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> SealedName.of(name, account));
        }
    }

    @Test
    void theNameInTheChainsDocumentationOpens() {
        SealedName documented =
                new SealedName(
                        HexFormat.of()
                                .formatHex(
                                        Base64.getDecoder()
                                                .decode(
                                                        "yB7mbm2q1MaczqNZCYguH+71z5jooEMeXA0sncfni+g=")),
                        "d9bca6752665f2254ec7522f98aa5f2dfb13c9fa1ad1e39cd3d7a89a0df04719e348da537bc310a53e3b59ca24639b9b42",
                        "73e8243f3fadd471be36c6df3d62f863f9bb3a9d1cc696c0");
        assertThat(SealedName.hashOf("jagerman")).isEqualTo(documented.hash());
        assertThat(documented.open("jagerman").orElseThrow().hex())
                .isEqualTo("05fb466d312e1666ad1c84c4ee55b7e034151c0e366a313d95d11436a5f36e1e75");
    }
}
