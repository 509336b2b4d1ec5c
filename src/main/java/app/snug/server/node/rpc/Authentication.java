/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.server.node.storage.MessageStore;
import app.snug.server.node.storage.StorageException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

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

    /** Somebody who signs, for themselves or for an account that lets them. */
    static Authentication signed(Parameters parameters) throws BadRequestException {
        return signed(parameters, parameters.account());
    }

    static Authentication signed(Parameters parameters, AccountId account)
            throws BadRequestException {
        Authentication owner = owner(parameters, account);
        return new Authentication(
                account, owner.key(), owner.signature(), Subaccount.of(parameters));
    }

    /** For what only the account itself may do. */
    static Authentication owner(Parameters parameters) throws BadRequestException {
        return owner(parameters, parameters.account());
    }

    private static Authentication owner(Parameters parameters, AccountId account)
            throws BadRequestException {
        Parameters.required("signature", parameters.text("signature"));
        return new Authentication(
                account,
                parameters.ed25519(account),
                parameters.signature("signature", "signature"),
                null);
    }

    /** Nobody who signs: what else is said about keys does not matter. */
    static Authentication unsigned(AccountId account) {
        return new Authentication(account, null, null, null);
    }

    boolean isSigned() {
        return signature != null;
    }

    /**
     * Whether the account itself, or a member with these rights, signed the text.
     *
     * @param rights of {@link Subaccount}
     * @param evenRevoked whether a member may do it whose rights were taken back
     */
    boolean permits(MessageStore store, int rights, byte[] text, boolean evenRevoked)
            throws StorageException {
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
                && subaccount.key().verify(text, signature)
                && (evenRevoked || !store.isRevoked(account, subaccount.token()));
    }

    /** As parameters of a request. */
    void write(JsonGenerator to) {
        to.writeStringProperty("pubkey", account.hex());
        if (key != null) {
            to.writeStringProperty("pubkey_ed25519", key.hex());
        }
        if (signature == null) {
            return;
        }
        Base64.Encoder base64 = Base64.getEncoder();
        to.writeStringProperty("signature", base64.encodeToString(signature));
        if (subaccount != null) {
            to.writeStringProperty("subaccount", base64.encodeToString(subaccount.token()));
            to.writeStringProperty("subaccount_sig", base64.encodeToString(subaccount.signature()));
        }
    }

    private @Nullable Ed25519PublicKey owner() {
        if (!account.isUser() || key == null) {
            return Ed25519PublicKey.of(account.key());
        }
        X25519PublicKey converted = ConvertedKeys.of(key);
        return converted != null && converted.equals(account.x25519()) ? key : null;
    }
}
