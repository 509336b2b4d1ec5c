/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The {@code params} of a request, read by the rules and refused with the texts of {@code
 * protocol/02} §7.1. Null stands for absent everywhere.
 */
final class Parameters {

    private static final long SMALLEST_TIMESTAMP = 1_000_000_000L;
    private static final int SIGNATURE_DIGITS = 86;
    private static final int MAX_HASHES = 10_000;

    /** So much of a stranger's word is repeated. */
    private static final int MAX_SHOWN = 60;

    private static final String TIMESTAMP = "integer timestamp (in milliseconds)";

    private final JsonNode object;
    private final Origin origin;

    Parameters(JsonNode object, Origin origin) {
        this.object = object;
        this.origin = origin;
    }

    /** Where the request comes from. */
    Origin origin() {
        return origin;
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

    /** Null means all; absent is the default one. */
    @Nullable Namespace namespaceOrAll() throws BadRequestException {
        JsonNode value = value("namespace");
        if (value != null && value.isString()) {
            if (value.stringValue().equals("all")) {
                return null;
            }
            throw invalid("namespace", "integer or \"all\"");
        }
        Namespace namespace = namespace();
        return namespace == null ? Namespace.DEFAULT : namespace;
    }

    /** The account, under its name of today or of old. */
    AccountId account() throws BadRequestException {
        String hex = text("pubkey");
        String old = text("pubKey");
        if (hex == null && old == null) {
            throw new BadRequestException("Required field 'pubkey' missing");
        }
        if (hex != null && old != null) {
            throw new BadRequestException("Cannot specify both 'pubkey' and 'pubKey'");
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
        if (hex.length() != 2 * Ed25519PublicKey.SIZE) {
            throw new BadRequestException(
                    "Invalid pubkey_ed25519: expected 64 hex char or 32 byte pubkey");
        }
        byte[] key = hex(hex, Ed25519PublicKey.SIZE);
        if (key == null) {
            throw new BadRequestException("invalid pubkey_ed25519: value is not hex");
        }
        return Ed25519PublicKey.of(key);
    }

    byte @Nullable [] signature(String name, String called) throws BadRequestException {
        String text = text(name);
        if (text == null) {
            return null;
        }
        boolean padded = text.length() == SIGNATURE_DIGITS + 2 && text.endsWith("==");
        byte[] signature = padded || text.length() == SIGNATURE_DIGITS ? base64(text) : null;
        if (signature == null || signature.length != Ed25519PublicKey.SIGNATURE_SIZE) {
            throw new BadRequestException(
                    "invalid " + called + ": expected base64 encoded Ed25519 signature");
        }
        return signature;
    }

    /** A cursor; the empty string counts as absent. */
    @Nullable MessageHash lastHash() throws BadRequestException {
        String text = text("last_hash");
        String old = text("lastHash");
        if (text != null && old != null) {
            throw new BadRequestException("Cannot specify both 'last_hash' and 'lastHash'");
        }
        String given = text == null ? old : text;
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (given.length() != MessageHash.LENGTH) {
            throw new BadRequestException("Invalid last_hash: expected base64 (43 chars)");
        }
        if (!isHash(given)) {
            throw new BadRequestException("Invalid last_hash: not base64");
        }
        return new MessageHash(given);
    }

    /** The messages meant: one hash or a list of them. */
    List<MessageHash> hashes() throws BadRequestException {
        List<String> texts = required("messages", texts("messages"));
        if (texts.isEmpty()) {
            throw new BadRequestException("messages does not contain any message hashes");
        }
        if (texts.size() > MAX_HASHES) {
            throw new BadRequestException("messages contains too many message hashes");
        }
        List<MessageHash> hashes = new ArrayList<>(texts.size());
        for (String text : texts) {
            if (!isHash(text)) {
                throw new BadRequestException(
                        "invalid message hash: "
                                + text.substring(0, Math.min(text.length(), MAX_SHOWN)));
            }
            hashes.add(new MessageHash(text));
        }
        return hashes;
    }

    /** Subaccount tokens, 36 bytes each. */
    List<byte[]> tokens(String name) throws BadRequestException {
        List<byte[]> tokens = new ArrayList<>();
        for (String text : required(name, texts(name))) {
            byte[] token = Subaccount.decode(text);
            if (token == null) {
                throw new BadRequestException(
                        "invalid " + name + ": expected base64 or hex-encoded subaccount tag");
            }
            tokens.add(token);
        }
        return tokens;
    }

    private @Nullable List<String> texts(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value.isString() ? List.of(value) : value) {
            if (!item.isString()) {
                throw invalid(name, "string array");
            }
            texts.add(item.stringValue());
        }
        if (!value.isArray() && !value.isString()) {
            throw invalid(name, "string array");
        }
        return texts;
    }

    /** One time or a list of them. */
    List<Long> timestamps(String name) throws BadRequestException {
        JsonNode value = required(name, value(name));
        List<Long> times = new ArrayList<>();
        for (JsonNode item : value.isArray() ? value : List.of(value)) {
            if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
                throw invalid(name, "timestamp array");
            }
            times.add(item.longValue());
        }
        return times;
    }

    /** One number or a list of them; empty if absent. */
    List<Integer> integers(String name) throws BadRequestException {
        JsonNode value = value(name);
        List<Integer> numbers = new ArrayList<>();
        if (value == null) {
            return numbers;
        }
        for (JsonNode item : value.isArray() ? value : List.of(value)) {
            if (!item.isIntegralNumber() || !item.canConvertToInt()) {
                throw invalid(name, "integer array");
            }
            numbers.add(item.intValue());
        }
        return numbers;
    }

    /** False if absent. */
    boolean flag(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            throw invalid(name, "boolean");
        }
        return value.booleanValue();
    }

    private static boolean isHash(String text) {
        return text.length() == MessageHash.LENGTH
                && text.chars()
                        .allMatch(c ->
                                c < 0x80 && (Character.isLetterOrDigit(c) || c == '+' || c == '/'));
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
