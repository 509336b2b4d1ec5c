/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.group.MemberAccess.Right;
import app.snug.protocol.group.MemberAccess.Signed;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.identity.AccountKeys;
import app.snug.testing.VectorCase;
import app.snug.testing.Vectors;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class MemberAccessVectorsTest {

    @TestFactory
    Stream<DynamicTest> whatLetsMembersInIsAsKnown() {
        return Vectors.of("group_keys")
                .tests(List.of("scenario"), MemberAccessVectorsTest::grantVerifyAndSign);
    }

    private static void grantVerifyAndSign(VectorCase vector) throws Exception {
        Set<Right> rights = rights(vector.flag("write"), vector.flag("delete"));
        AccountId group = new AccountId(vector.text("group_id"));
        try (Ed25519KeyPair admin =
                        Ed25519KeyPair.fromSeed(vector.secret("group_ed25519_seed_hex"));
                AccountKeys member =
                        AccountKeys.fromSeed(vector.secret("member_ed25519_seed_hex"));
                AccountKeys other =
                        AccountKeys.fromSeed(vector.secret("other_member_ed25519_seed_hex"))) {
            assertThat(AccountId.ofGroup(admin.publicKey())).isEqualTo(group);
            assertThat(member.id().hex()).isEqualTo(vector.text("member_session_id"));
            assertThat(member.ed25519().publicKey().bytes()[31] < 0)
                    .isEqualTo(vector.flag("member_ed25519_pubkey_is_negative"));

            byte[] known = vector.hex("signing_value_hex");
            byte[] token = vector.hex("token_hex");
            assertThat(MemberAccess.grant(admin, member.id(), rights).bytes()).isEqualTo(known);
            assertThat(MemberAccess.token(admin, member.id(), rights)).isEqualTo(token);

            MemberAccess access = MemberAccess.of(known);
            for (JsonNode verified : vector.node("verify")) {
                Set<Right> required =
                        rights(
                                verified.get("require_write").asBoolean(),
                                verified.get("require_delete").asBoolean());
                assertThat(access.admits(member.id(), group, required))
                        .isEqualTo(verified.get("valid").asBoolean());
            }
            assertThat(access.admits(other.id(), group, Set.of()))
                    .isEqualTo(vector.flag("valid_for_other_member"));
            assertThat(
                            MemberAccess.of(vector.hex("corrupted_signing_value_hex"))
                                    .admits(member.id(), group, Set.of()))
                    .isEqualTo(vector.flag("corrupted_valid"));

            for (JsonNode signature : vector.node("signatures")) {
                byte[] request = HexFormat.of().parseHex(signature.get("message_hex").asString());
                Signed signed = access.sign(member, request);
                assertSame(signed, signature);
                assertThat(signed.token()).isEqualTo(token);
                // As a node checks it.
                Ed25519PublicKey blinded = Ed25519PublicKey.of(Arrays.copyOfRange(token, 4, 36));
                assertThat(blinded.verify(request, signed.signature())).isTrue();
                assertThat(admin.publicKey().verify(token, signed.tokenSignature())).isTrue();
            }
        }
    }

    private static void assertSame(Signed signed, JsonNode known) {
        assertThat(base64(signed.token())).isEqualTo(known.get("subaccount").asString());
        assertThat(base64(signed.tokenSignature()))
                .isEqualTo(known.get("subaccount_sig").asString());
        assertThat(base64(signed.signature())).isEqualTo(known.get("signature").asString());
        assertThat(hex(signed.tokenSignature()))
                .isEqualTo(known.get("subaccount_sig_hex").asString());
        assertThat(hex(signed.signature())).isEqualTo(known.get("signature_hex").asString());
    }

    private static Set<Right> rights(boolean write, boolean delete) {
        EnumSet<Right> rights = EnumSet.of(Right.READ);
        if (write) {
            rights.add(Right.WRITE);
        }
        if (delete) {
            rights.add(Right.DELETE);
        }
        return rights;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
