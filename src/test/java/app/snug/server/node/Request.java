/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.protocol.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A call in the making. */
final class Request {

    private final ObjectNode params = JsonNodeFactory.instance.objectNode();
    private final String method;

    Request(String method) {
        this.method = method;
    }

    Request with(String name, @Nullable Object value) {
        params.set(name, RawClient.JSON.valueToTree(value));
        return this;
    }

    Request of(AccountId account) {
        return with("pubkey", account.hex());
    }

    Request of(Member member) {
        return of(member.account()).with("pubkey_ed25519", member.keys().publicKey().hex());
    }

    Request signed(Ed25519KeyPair keys, byte[] text) {
        return with("signature", Base64.getEncoder().encodeToString(keys.sign(text)));
    }

    Request signed(Ed25519KeyPair keys, String text) {
        return signed(keys, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** As somebody to whom the account has given a token. */
    Request by(Group.Token token, String text) {
        Base64.Encoder base64 = Base64.getEncoder();
        return with("subaccount", base64.encodeToString(token.bytes()))
                .with("subaccount_sig", base64.encodeToString(token.signature()))
                .signed(token.keys(), text);
    }

    JsonNode json() {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.put("method", method);
        call.set("params", params);
        return call;
    }

    @Override
    public String toString() {
        return json().toString();
    }
}
