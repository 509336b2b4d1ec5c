/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import static app.snug.protocol.descriptor.Household.ANNA;
import static app.snug.protocol.descriptor.Household.BEN;
import static app.snug.protocol.descriptor.Household.CLEO;
import static app.snug.protocol.descriptor.Household.NOW;
import static app.snug.protocol.descriptor.Household.STRANGER;
import static app.snug.protocol.descriptor.Household.signed;
import static app.snug.protocol.descriptor.Household.street;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.protocol.descriptor.DescriptorException.Flaw;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SignedDescriptorTest {

    private static DescriptorException refusal(ThrowingCallable call) {
        DescriptorException refusal = catchThrowableOfType(DescriptorException.class, call);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static Flaw flaw(SignedDescriptor next, SignedDescriptor inForce) {
        return refusal(() -> next.requireSuccessorOf(inForce, NOW)).flaw();
    }

    @Test
    void whatIsWrittenIsReadAgainWithItsSignatures() throws Exception {
        SignedDescriptor signed = signed(street(7), ANNA, CLEO);
        SignedDescriptor read = SignedDescriptor.read(signed.write());
        assertThat(read.content()).isEqualTo(signed.content());
        assertThat(read.signatures()).isEqualTo(signed.signatures()).hasSize(2);
        read.requireFounded();
        assertThat(read.isSignedBy(ANNA.publicKey())).isTrue();
        assertThat(read.isSignedBy(BEN.publicKey())).isFalse();
    }

    @Test
    void twoOfThreeOperatorsFoundANetworkAndOneDoesNot() throws Exception {
        signed(street(1), ANNA, BEN).requireFounded();
        signed(street(1), ANNA, BEN, CLEO).requireFounded();
        DescriptorException refusal =
                refusal(() -> signed(street(1), ANNA, STRANGER).requireFounded());
        assertThat(refusal.flaw()).isEqualTo(Flaw.TOO_FEW_SIGNATURES);
        assertThat(refusal)
                .hasMessage("1 of its operators signed it, 2 have to. Still missing: ben, cleo.");
        assertThat(refusal(() -> signed(street(1)).requireFounded()).flaw())
                .isEqualTo(Flaw.TOO_FEW_SIGNATURES);
    }

    @Test
    void oneWhoSignsTwiceCountsOnce() {
        assertThat(signed(street(1), ANNA, ANNA).signatures()).hasSize(1);
        String json =
                new String(
                        signed(street(1), ANNA).write(), java.nio.charset.StandardCharsets.UTF_8);
        String signature = json.substring(json.lastIndexOf('{'), json.lastIndexOf(']'));
        String twice = json.replace(signature, signature + ", " + signature);
        assertThat(refusal(() -> SignedDescriptor.read(bytes(twice))))
                .hasMessage("Somebody has signed it twice.");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void aNewerOneReplacesAnOlderOneAndNeverTheOtherWayRound() throws Exception {
        SignedDescriptor third = signed(street(3), ANNA, BEN);
        signed(street(4), BEN, CLEO).requireSuccessorOf(third, NOW);
        signed(street(90), BEN, CLEO).requireSuccessorOf(third, NOW);
        DescriptorException refusal =
                refusal(() -> signed(street(2), ANNA, BEN, CLEO).requireSuccessorOf(third, NOW));
        assertThat(refusal.flaw()).isEqualTo(Flaw.OLDER);
        assertThat(refusal)
                .hasMessage(
                        "It is older than the one in force: its serial number is 2, that one's 3.");
    }

    @Test
    void twoDescriptorsWithOneNumberAreARivalryThatNobodyWins() {
        SignedDescriptor third = signed(street(3), ANNA, BEN);
        SignedDescriptor rival =
                signed(street(3, NOW, NOW.plus(Duration.ofDays(9))), ANNA, BEN, CLEO);
        assertThat(flaw(rival, third)).isEqualTo(Flaw.RIVAL);
    }

    @Test
    void aDescriptorOfAnotherNetworkIsRefusedWhateverItsName() {
        Descriptor street = street(9);
        Descriptor impostor =
                new Descriptor(
                        street.name(),
                        NetworkId.random(new SecureRandom()),
                        9,
                        street.issued(),
                        street.expires(),
                        2,
                        street.operators(),
                        street.nodes(),
                        street.names(),
                        null,
                        List.of());
        assertThat(flaw(signed(impostor, ANNA, BEN), signed(street(3), ANNA, BEN)))
                .isEqualTo(Flaw.WRONG_NETWORK);
    }

    @Test
    void anExpiredOneIsNotTakenAndOneFromTheFutureNeither() {
        SignedDescriptor third = signed(street(3), ANNA, BEN);
        SignedDescriptor expired = signed(street(4, NOW.minus(Duration.ofDays(9)), NOW), ANNA, BEN);
        DescriptorException refusal = refusal(() -> expired.requireSuccessorOf(third, NOW));
        assertThat(refusal.flaw()).isEqualTo(Flaw.EXPIRED);
        assertThat(refusal)
                .hasMessage("It expired on 2026-11-25; ask an operator for a newer one.");
        SignedDescriptor future =
                signed(
                        street(4, NOW.plus(Duration.ofHours(2)), NOW.plus(Duration.ofDays(9))),
                        ANNA,
                        BEN);
        assertThat(flaw(future, third)).isEqualTo(Flaw.FROM_THE_FUTURE);
    }

    @Test
    void anExpiredOneCanStillBeReplaced() throws Exception {
        SignedDescriptor expired =
                signed(street(3, NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1)), ANNA, BEN);
        signed(street(4), ANNA, BEN).requireSuccessorOf(expired, NOW);
    }

    @Test
    void strangersSignaturesNeitherCountNorPass() {
        SignedDescriptor third = signed(street(3), ANNA, BEN);
        DescriptorException refusal =
                refusal(() ->
                        signed(street(4), ANNA, BEN, STRANGER).requireSuccessorOf(third, NOW));
        assertThat(refusal.flaw()).isEqualTo(Flaw.UNKNOWN_OPERATOR);
        assertThat(refusal)
                .hasMessageContaining(STRANGER.publicKey().hex())
                .hasMessageContaining("who is no operator of “our-street”");
    }

    @Test
    void operatorsAreReplacedOnlyWithEnoughOfTheOldAndOfTheNew() throws Exception {
        SignedDescriptor third = signed(street(3), ANNA, BEN);
        Ed25519KeyPair dora = Household.pair();
        List<Operator> next =
                List.of(
                        new Operator("anna", ANNA.publicKey()),
                        new Operator("dora", dora.publicKey()));
        Descriptor withDora = street(4, 2, next);
        assertThat(flaw(signed(withDora, ANNA, dora), third)).isEqualTo(Flaw.TOO_FEW_SIGNATURES);
        assertThat(flaw(signed(withDora, ANNA, BEN), third)).isEqualTo(Flaw.TOO_FEW_SIGNATURES);
        SignedDescriptor agreed = signed(withDora, ANNA, BEN, dora);
        agreed.requireSuccessorOf(third, NOW);
        assertThat(flaw(signed(street(5), BEN, CLEO), agreed)).isEqualTo(Flaw.TOO_FEW_SIGNATURES);
    }

    @Test
    void nobodyMakesThemselvesTheOnlyOperator() {
        Descriptor coup = street(4, 1, List.of(new Operator("cleo", CLEO.publicKey())));
        DescriptorException refusal =
                refusal(() ->
                        signed(coup, CLEO).requireSuccessorOf(signed(street(3), ANNA, BEN), NOW));
        assertThat(refusal)
                .hasMessage(
                        "1 of the present operators signed it, 2 have to. Still missing: anna, ben.");
    }
}
