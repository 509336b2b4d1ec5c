/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.protocol.descriptor.SealedName;
import app.snug.server.node.membership.Names;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ons_resolve}: an account by the hash of its name. It answers and refuses as the daemon of
 * a chain does, whose words storage servers hand on.
 */
final class NameLookup {

    private static final String UNPARSED =
            "Unable to parse request: Failed to parse request parameters: ";

    private static final String UNRESOLVED = "Unable to resolve ONS address: ";

    /** Of names: accounts, wallets, and Lokinet addresses for four spans of time. */
    private static final int TYPES = 6;

    private NameLookup() {}

    /** A name that is not there is an answer without a value; only accounts are there. */
    static ObjectNode answer(Names names, @Nullable JsonNode params) throws BadRequestException {
        JsonNode hash = required(params, "name_hash");
        if (!hash.isString()) {
            throw new BadRequestException(
                    UNPARSED + "Invalid value for 'name_hash': value is not a string");
        }
        JsonNode type = required(params, "type");
        if (!type.isIntegralNumber() || !type.canConvertToInt()) {
            throw new BadRequestException(
                    UNPARSED + "Invalid value for 'type': value is not an integer");
        }
        if (type.intValue() < 0 || type.intValue() >= TYPES) {
            throw new BadRequestException(UNRESOLVED + "'type' parameter not specified");
        }
        Optional<SealedName> found = find(names, hash.stringValue());
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (type.intValue() == 0 && found.isPresent()) {
            result.put("encrypted_value", found.get().value());
            result.put("nonce", found.get().nonce());
        }
        return result;
    }

    private static JsonNode required(@Nullable JsonNode params, String name)
            throws BadRequestException {
        JsonNode value = params == null ? null : params.get(name);
        if (value == null) {
            throw new BadRequestException(UNPARSED + "Required key '" + name + "' not found");
        }
        return value;
    }

    private static Optional<SealedName> find(Names names, String hash) throws BadRequestException {
        try {
            return names.find(hash);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(
                    UNRESOLVED + "invalid 'name_hash' value '" + Parameters.shown(hash) + "'");
        }
    }
}
