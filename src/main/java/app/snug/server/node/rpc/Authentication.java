/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.DecryptionException;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as far as the request says ({@code protocol/02} §7.2).
 *
 * @param key the Ed25519 key of a 05 account
 * @param signature 64 bytes
 * @param subaccount a group member's right to act for the group
 */
record Authentication(
        AccountId account,
        @Nullable Ed25519PublicKey key,
        byte @Nullable [] signature,
        @Nullable Subaccount subaccount) {

    static Authentication of(Parameters parameters) throws BadRequestException {
        AccountId account = parameters.account();
        return new Authentication(
                account,
                parameters.ed25519(account),
                parameters.signature("signature"),
                Subaccount.of(parameters));
    }

    boolean isSigned() {
        return signature != null;
    }

    /**
     * Whether the account itself, or a member with these rights, signed the text.
     *
     * @param rights of {@link Subaccount}
     */
    boolean permits(int rights, byte[] text) {
        if (signature == null) {
            return false;
        }
        Ed25519PublicKey owner = owner();
        if (owner == null) {
            return false;
        }
        if (subaccount == null) {
            return owner.verify(text, signature);
        }
        return subaccount.isGranted(account, owner, rights)
                && subaccount.key().verify(text, signature);
    }

    private @Nullable Ed25519PublicKey owner() {
        if (!account.isUser() || key == null) {
            return Ed25519PublicKey.of(account.key());
        }
        try {
            return key.toX25519().equals(account.x25519()) ? key : null;
        } catch (DecryptionException e) {
            return null;
        }
    }
}
