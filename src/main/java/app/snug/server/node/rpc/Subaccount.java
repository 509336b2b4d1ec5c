/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A token by which an account lets another key act for it: kind, rights, two zero bytes, Ed25519
 * key; signed by the account ({@code protocol/02} §7.2).
 *
 * @param token 36 bytes
 * @param signature 64 bytes, by the account
 */
record Subaccount(byte[] token, byte[] signature) {

    static final int READ = 1;
    static final int WRITE = 2;
    static final int DELETE = 4;

    /** No token gives this: the account itself must sign. */
    static final int OWNER = 1 << 16;

    private static final int ANY_PREFIX = 8;

    private static final int SIZE = 36;

    static @Nullable Subaccount of(Parameters parameters) throws BadRequestException {
        String text = parameters.text("subaccount");
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!parameters.has("subaccount_sig")) {
            throw new BadRequestException(
                    "invalid subaccount: subaccount_sig is required when using subaccount");
        }
        byte[] token = decode(text);
        if (token == null) {
            throw new BadRequestException(
                    "invalid subaccount: expected base64 or hex-encoded subaccount token");
        }
        byte[] signature = parameters.signature("subaccount_sig", "subaccount signature");
        return new Subaccount(token, Parameters.required("subaccount_sig", signature));
    }

    Ed25519PublicKey key() {
        return Ed25519PublicKey.of(Arrays.copyOfRange(token, 4, SIZE));
    }

    /** Whether the token, true or not, names these rights. */
    boolean claims(int rights) {
        return (token[1] & rights) == rights;
    }

    /** Whether the account really gave these rights. */
    boolean isGranted(AccountId account, Ed25519PublicKey owner, int rights) {
        boolean kind = token[0] == account.kind() || (token[1] & ANY_PREFIX) != 0;
        return kind && claims(rights) && owner.verify(token, signature);
    }

    /** Base64 without padding, or hexadecimal; null if it is no token. */
    static byte @Nullable [] decode(String text) {
        if (text.length() == SIZE * 4 / 3) {
            byte[] token = Parameters.base64(text);
            return token != null && token.length == SIZE ? token : null;
        }
        if (text.length() != 2 * SIZE) {
            return null;
        }
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
