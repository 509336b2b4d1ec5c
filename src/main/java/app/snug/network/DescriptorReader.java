/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.X25519PublicKey;
import app.snug.network.NetworkDescriptor.Community;
import app.snug.network.NetworkDescriptor.FileServer;
import app.snug.network.NetworkDescriptor.Seed;
import app.snug.protocol.descriptor.DescriptorException;
import app.snug.protocol.descriptor.SignedDescriptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads descriptors strictly: a misspelt key is an error, not a surprise later. */
final class DescriptorReader {

    static final int LARGEST = 1 << 20;
    private static final String SIGNED = "snugNetwork";

    private DescriptorReader() {}

    static NetworkDescriptor read(byte[] json) throws InvalidDescriptorException {
        if (json.length > LARGEST) {
            throw new InvalidDescriptorException("The network descriptor is larger than 1 MiB.");
        }
        JsonNode root;
        try {
            root = Json.parse(json);
        } catch (MalformedAnswerException e) {
            throw new InvalidDescriptorException("The network descriptor is not JSON.", e);
        }
        if (!root.isObject()) {
            throw new InvalidDescriptorException("The network descriptor is no JSON object.");
        }
        if (root.has(SIGNED)) {
            return signed(json);
        }
        only(
                root,
                "",
                Set.of(
                        "name",
                        "seeds",
                        "distinctSubnets",
                        "minimumNodes",
                        "fallback",
                        "fileServer",
                        "communities"));
        try {
            return new NetworkDescriptor(
                    text(root, "name", "name"),
                    seeds(root.path("seeds")),
                    flag(root, "distinctSubnets"),
                    minimum(root.path("minimumNodes")),
                    fallback(root.path("fallback")),
                    fileServer(root.path("fileServer")),
                    communities(root.path("communities")),
                    null);
        } catch (IllegalArgumentException e) {
            throw new InvalidDescriptorException(String.valueOf(e.getMessage()), e);
        }
    }

    private static NetworkDescriptor signed(byte[] json) throws InvalidDescriptorException {
        try {
            SignedDescriptor signed = SignedDescriptor.read(json);
            signed.requireFounded();
            return NetworkDescriptor.ofSigned(signed);
        } catch (DescriptorException e) {
            throw new InvalidDescriptorException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidDescriptorException(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Seed> seeds(JsonNode list) throws InvalidDescriptorException {
        List<Seed> seeds = new ArrayList<>();
        for (JsonNode seed : elements(list, "seeds")) {
            String where = "seeds[" + seeds.size() + "]";
            only(seed, where, Set.of("url", "certificateSha256", "publicKeySha256"));
            seeds.add(
                    new Seed(
                            url(seed, where), fingerprint(seed, where), publicKeyPin(seed, where)));
        }
        return seeds;
    }

    private static @Nullable String fingerprint(JsonNode seed, String where)
            throws InvalidDescriptorException {
        if (absent(seed.path("certificateSha256"))) {
            return null;
        }
        String hex =
                text(seed, "certificateSha256", where + ".certificateSha256")
                        .replace(":", "")
                        .toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new InvalidDescriptorException(
                    where
                            + ".certificateSha256 is no SHA-256 fingerprint (64 hexadecimal digits).");
        }
        return hex;
    }

    private static @Nullable String publicKeyPin(JsonNode seed, String where)
            throws InvalidDescriptorException {
        if (absent(seed.path("publicKeySha256"))) {
            return null;
        }
        String pin = text(seed, "publicKeySha256", where + ".publicKeySha256");
        try {
            if (Base64.getDecoder().decode(pin).length == 32) {
                return pin;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new InvalidDescriptorException(
                where + ".publicKeySha256 is no SHA-256 in base64 (44 characters).");
    }

    private static int minimum(JsonNode value) throws InvalidDescriptorException {
        if (absent(value)) {
            return NetworkDescriptor.DEFAULT_MINIMUM_NODES;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new InvalidDescriptorException("minimumNodes must be a whole number.");
        }
        return value.intValue();
    }

    private static @Nullable FallbackList fallback(JsonNode value)
            throws InvalidDescriptorException {
        if (absent(value)) {
            return null;
        }
        only(value, "fallback", Set.of("height", "time", "nodes"));
        try {
            return FallbackList.read(value);
        } catch (MalformedAnswerException e) {
            throw new InvalidDescriptorException("fallback: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileServer fileServer(JsonNode value)
            throws InvalidDescriptorException {
        if (absent(value)) {
            return null;
        }
        only(value, "fileServer", Set.of("url", "publicKey"));
        return new FileServer(url(value, "fileServer"), publicKey(value, "fileServer"));
    }

    private static List<Community> communities(JsonNode list) throws InvalidDescriptorException {
        List<Community> communities = new ArrayList<>();
        for (JsonNode value : elements(list, "communities")) {
            String where = "communities[" + communities.size() + "]";
            only(value, where, Set.of("url", "publicKey", "room"));
            communities.add(
                    new Community(
                            url(value, where),
                            publicKey(value, where),
                            text(value, "room", where + ".room")));
        }
        return communities;
    }

    private static X25519PublicKey publicKey(JsonNode of, String where)
            throws InvalidDescriptorException {
        try {
            return X25519PublicKey.ofHex(text(of, "publicKey", where + ".publicKey"));
        } catch (IllegalArgumentException e) {
            throw new InvalidDescriptorException(
                    where + ".publicKey is no X25519 key (64 hexadecimal digits).", e);
        }
    }

    private static URI url(JsonNode of, String where) throws InvalidDescriptorException {
        String text = text(of, "url", where + ".url");
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new InvalidDescriptorException(where + ".url “" + text + "” is no address.", e);
        }
    }

    private static String text(JsonNode of, String key, String where)
            throws InvalidDescriptorException {
        JsonNode value = of.path(key);
        if (!value.isString()) {
            throw new InvalidDescriptorException(
                    absent(value) ? where + " is missing." : where + " must be a text.");
        }
        return value.stringValue();
    }

    private static boolean flag(JsonNode of, String key) throws InvalidDescriptorException {
        JsonNode value = of.path(key);
        if (absent(value)) {
            return true;
        }
        if (!value.isBoolean()) {
            throw new InvalidDescriptorException(key + " must be true or false.");
        }
        return value.booleanValue();
    }

    private static Iterable<JsonNode> elements(JsonNode list, String where)
            throws InvalidDescriptorException {
        if (absent(list)) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new InvalidDescriptorException(where + " must be a list.");
        }
        return list.values();
    }

    private static void only(JsonNode object, String where, Set<String> known)
            throws InvalidDescriptorException {
        if (!object.isObject()) {
            throw new InvalidDescriptorException(where + " must be an object.");
        }
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw new InvalidDescriptorException(
                        "Unknown key “%s”%s."
                                .formatted(name, where.isEmpty() ? "" : " in " + where));
            }
        }
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
