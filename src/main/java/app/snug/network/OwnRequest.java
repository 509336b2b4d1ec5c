/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.protocol.identity.AccountId;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an account asks about its own messages, under its signature ({@code protocol/02} §7.2). */
record OwnRequest(AccountId account, Ed25519KeyPair signer) {

    /**
     * @param hashes in the order in which they are signed
     * @param text what is signed
     */
    ObjectNode about(List<String> hashes, String method, byte[] text) {
        ObjectNode request = Json.object();
        request.put("method", method);
        ObjectNode params = request.putObject("params");
        params.put("pubkey", account.hex());
        if (account.isUser()) {
            params.put("pubkey_ed25519", signer.publicKey().hex());
        }
        params.put("signature", Base64.getEncoder().encodeToString(signer.sign(text)));
        ArrayNode messages = params.putArray("messages");
        hashes.forEach(messages::add);
        return request;
    }
}
