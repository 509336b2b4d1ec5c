/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node.rpc;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.MessageHash;
import app.snug.protocol.storage.Namespace;
import java.nio.charset.StandardCharsets;
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
    private static final int MAX_ITEMS = 10_000;

    /** So much of a stranger's word is repeated. */
    private static final int MAX_SHOWN = 256;

    private static final int MAX_DIGITS = 18;

    private static final byte[] NOTHING = {};

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

    /** As it is there, though it be {@code null}. */
    @Nullable JsonNode given(String name) {
        return object.get(name);
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
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid(name, "integer");
        }
        return value.longValue();
    }

    /** Milliseconds, not seconds, and none that storage servers cannot count. */
    @Nullable Long timestamp(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        Long timestamp = unsigned(name, value, TIMESTAMP);
        if (timestamp < SMALLEST_TIMESTAMP || timestamp > Clocks.LATEST) {
            throw new BadRequestException(
                    "Invalid timestamp for '" + name + "': timestamp must be in milliseconds");
        }
        return timestamp;
    }

    /** An integer, or one written as a text, as {@code store} allows for two of its parameters. */
    @Nullable Long lenientInteger(String name) throws BadRequestException {
        JsonNode value = value(name);
        return value == null || !value.isString() ? integer(name) : digits(name, value, true);
    }

    /** The same, not below 0. */
    @Nullable Long lenientUnsigned(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        return value.isString()
                ? digits(name, value, false)
                : unsigned(name, value, "positive integer");
    }

    private static Long digits(String name, JsonNode value, boolean signed)
            throws BadRequestException {
        String digits = value.stringValue();
        int first = signed && digits.startsWith("-") ? 1 : 0;
        if (digits.length() == first
                || digits.length() > MAX_DIGITS + first
                || !digits.chars().skip(first).allMatch(Parameters::digit)) {
            throw new BadRequestException(
                    "Invalid value given for '" + name + "': " + shown(value.toString()));
        }
        return Long.valueOf(digits);
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    /** A stranger's word, not too much of it. */
    static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN);
    }

    private static Long unsigned(String name, JsonNode value, String expected)
            throws BadRequestException {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw invalid(name, expected);
        }
        return value.longValue();
    }

    @Nullable Namespace namespace() throws BadRequestException {
        JsonNode value = value("namespace");
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
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
        if (value != null && value.isString() && value.stringValue().equals("all")) {
            return null;
        }
        if (value != null && !value.isIntegralNumber()) {
            throw invalid("namespace", "integer or \"all\"");
        }
        Namespace namespace = namespace();
        return namespace == null ? Namespace.DEFAULT : namespace;
    }

    /** The account, as most methods name it. */
    AccountId account() throws BadRequestException {
        return account(text("pubkey"), "66 hex digits (33 bytes) long");
    }

    /** The account, under its name of today or of old. */
    AccountId accountOrOldName() throws BadRequestException {
        return accountOrOldName("66 hex digits (33 bytes) long");
    }

    /**
     * @param form what the client is told that an account looks like
     */
    AccountId accountOrOldName(String form) throws BadRequestException {
        String text = text("pubkey");
        String old = text("pubKey");
        if (text != null && old != null) {
            throw new BadRequestException("Cannot specify both 'pubkey' and 'pubKey'");
        }
        return account(text == null ? old : text, form);
    }

    private static AccountId account(@Nullable String text, String form)
            throws BadRequestException {
        byte[] key = hexOrBytes(required("pubkey", text), AccountId.SIZE);
        if (key == null) {
            throw new BadRequestException("Pubkey must be " + form);
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
        byte[] key = hexOrBytes(hex, Ed25519PublicKey.SIZE);
        if (key == null) {
            throw new BadRequestException(
                    hex.length() == 2 * Ed25519PublicKey.SIZE
                            ? "invalid pubkey_ed25519: value is not hex"
                            : "Invalid pubkey_ed25519: expected 64 hex char or 32 byte pubkey");
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

    /** The messages meant, one or a list of them, whether they are hashes or not. */
    List<String> messages() throws BadRequestException {
        List<String> texts = required("messages", texts("messages"));
        if (texts.isEmpty()) {
            throw new BadRequestException("messages does not contain any message hashes");
        }
        if (texts.size() > MAX_ITEMS) {
            throw new BadRequestException("messages contains too many message hashes");
        }
        return texts;
    }

    static List<MessageHash> hashes(List<String> texts) throws BadRequestException {
        List<MessageHash> hashes = new ArrayList<>(texts.size());
        for (String text : texts) {
            if (!isHash(text)) {
                throw new BadRequestException("invalid message hash: " + shown(text));
            }
            hashes.add(new MessageHash(text));
        }
        return hashes;
    }

    /** What else is asked for is not there anyway. */
    static List<MessageHash> hashesAmong(List<String> texts) {
        return texts.stream().filter(Parameters::isHash).map(MessageHash::new).toList();
    }

    /** Subaccount tokens, 36 bytes each. */
    List<byte[]> tokens(String name, int max) throws BadRequestException {
        List<byte[]> tokens = new ArrayList<>();
        List<String> texts = required(name, texts(name));
        if (texts.size() > max) {
            throw new BadRequestException(
                    "invalid %1$s: cannot %1$s more than %2$d subaccounts at once"
                            .formatted(name, max));
        }
        for (String text : texts) {
            byte[] token = Subaccount.decode(text);
            if (token == null) {
                throw new BadRequestException(
                        "invalid " + name + ": expected base64 or hex-encoded subaccount tag");
            }
            tokens.add(token);
        }
        return tokens;
    }

    @Nullable List<String> texts(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (!value.isArray() && !value.isString()) {
            throw invalid(name, "string array");
        }
        for (JsonNode item : value.isString() ? List.of(value) : value) {
            if (!item.isString()) {
                throw invalid(name, "string array");
            }
            texts.add(item.stringValue());
        }
        return texts;
    }

    /** One time or a list of them. */
    List<Long> timestamps(String name) throws BadRequestException {
        return required(name, optionalTimestamps(name));
    }

    @Nullable List<Long> optionalTimestamps(String name) throws BadRequestException {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
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

    static boolean isHash(String text) {
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

    /** Hexadecimal, or, as over binary transports, the bytes themselves. */
    private static byte @Nullable [] hexOrBytes(String text, int size) {
        if (text.length() != 2 * size) {
            byte[] bytes = text.length() > size ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
            return bytes.length == size ? bytes : null;
        }
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
