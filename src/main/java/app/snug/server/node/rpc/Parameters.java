/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The {@code params} of a request, read by the rules and refused with the texts of {@code
 * protocol/02} §7.1. Null stands for absent everywhere.
 */
final class Parameters {

    private static final long SMALLEST_TIMESTAMP = 1_000_000_000L;
    private static final int SIGNATURE_DIGITS = 86;
    private static final String TIMESTAMP = "integer timestamp (in milliseconds)";

    private final JsonNode object;

    Parameters(JsonNode object) {
        this.object = object;
    }

    @Nullable JsonNode value(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    boolean has(String name) {
        return value(name) != null;
    }

    @Nullable String text(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw invalid(name, "string");
        }
        return value.stringValue();
    }

    String requiredText(String name) throws BadRequestException {
        return required(name, text(name));
    }

    @Nullable Long integer(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            throw invalid(name, "integer");
        }
        if (!value.canConvertToLong()) {
            throw outOfRange(name);
        }
        return value.longValue();
    }

    /** Milliseconds of today, not seconds. */
    @Nullable Long timestamp(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        Long timestamp = unsigned(name, value);
        if (timestamp < SMALLEST_TIMESTAMP) {
            throw new BadRequestException(
                    "Invalid timestamp for '" + name + "': timestamp must be in milliseconds");
        }
        return timestamp;
    }

    /** As {@code store} has it: any size, and decimal strings too. */
    @Nullable Long lenientTimestamp(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null || !value.isString()) {
            return value == null ? null : unsigned(name, value);
        }
        String digits = value.stringValue();
        if (digits.isEmpty()
                || digits.length() > 18
                || !digits.chars().allMatch(Parameters::digit)) {
            throw invalid(name, TIMESTAMP);
        }
        return Long.valueOf(digits);
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    private static Long unsigned(String name, JsonNode value) throws BadRequestException {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw invalid(name, TIMESTAMP);
        }
        return value.longValue();
    }

    @Nullable Namespace namespace() throws BadRequestException {
        JsonNode value = value("namespace");
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            throw invalid("namespace", "16-bit integer");
        }
        if (!value.canConvertToInt()
                || value.intValue() < Short.MIN_VALUE
                || value.intValue() > Short.MAX_VALUE) {
            throw outOfRange("namespace");
        }
        return new Namespace(value.intValue());
    }

    /** The account, under its name of today or of old. */
    AccountId account() throws BadRequestException {
        String hex = text("pubkey");
        String old = text("pubKey");
        if (hex == null && old == null) {
            throw new BadRequestException("Required field 'pubKey' or 'pubkey' missing");
        }
        byte[] key = hex(hex == null ? old : hex, AccountId.SIZE);
        if (key == null) {
            throw new BadRequestException("Pubkey must be 66 hex digits (33 bytes) long");
        }
        return AccountId.of(key);
    }

    @Nullable Ed25519PublicKey ed25519(AccountId account) throws BadRequestException {
        String hex = text("pubkey_ed25519");
        if (hex == null) {
            return null;
        }
        if (!account.isUser()) {
            throw new BadRequestException("pubkey_ed25519 is only permitted for 05[...] pubkeys");
        }
        byte[] key = hex(hex, Ed25519PublicKey.SIZE);
        if (key == null) {
            throw invalid("pubkey_ed25519", "64 hex digits (32 bytes)");
        }
        return Ed25519PublicKey.of(key);
    }

    byte @Nullable [] signature(String name) throws BadRequestException {
        String text = text(name);
        if (text == null) {
            return null;
        }
        boolean padded = text.length() == SIGNATURE_DIGITS + 2 && text.endsWith("==");
        byte[] signature = padded || text.length() == SIGNATURE_DIGITS ? base64(text) : null;
        if (signature == null || signature.length != Ed25519PublicKey.SIGNATURE_SIZE) {
            throw invalid(name, "base64 encoded signature (64 bytes)");
        }
        return signature;
    }

    /** The empty string counts as absent. */
    @Nullable MessageHash hash(String name) throws BadRequestException {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (text.length() != MessageHash.LENGTH) {
            throw new BadRequestException(
                    "Invalid value given for '" + name + "': expected a 43-character message hash");
        }
        return new MessageHash(text);
    }

    static <T> T required(String name, @Nullable T value) throws BadRequestException {
        if (value == null) {
            throw new BadRequestException("Required field '" + name + "' missing");
        }
        return value;
    }

    static BadRequestException invalid(String name, String expected) {
        return new BadRequestException(
                "Invalid value given for '" + name + "': expected " + expected);
    }

    private static BadRequestException outOfRange(String name) {
        return new BadRequestException(
                "Invalid value given for '" + name + "': value out of range");
    }

    /** Standard alphabet, padded or not; null if it is none. */
    static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte @Nullable [] hex(@Nullable String text, int size) {
        if (text == null || text.length() != 2 * size) {
            return null;
        }
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
