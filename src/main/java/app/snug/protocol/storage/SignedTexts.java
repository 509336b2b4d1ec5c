/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.storage;

import app.snug.crypto.Concatenation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is signed for each method of the storage RPC ({@code protocol/02} §7.5). Times in
 * milliseconds; a namespace of null means {@code "all"}.
 */
public final class SignedTexts {

    /** Whether {@code expire} may change a time one way only. */
    public enum Direction {
        BOTH(""),
        SHORTEN("shorten"),
        EXTEND("extend");

        private final String word;

        Direction(String word) {
            this.word = word;
        }
    }

    private SignedTexts() {}

    public static byte[] store(Namespace namespace, long timestamp) {
        return ascii("store" + namespace.signedPart() + timestamp);
    }

    public static byte[] retrieve(Namespace namespace, long timestamp) {
        return ascii("retrieve" + namespace.signedPart() + timestamp);
    }

    public static byte[] delete(List<String> hashes) {
        return ascii("delete" + String.join("", hashes));
    }

    public static byte[] deleteAll(@Nullable Namespace namespace, long timestamp) {
        return ascii("delete_all" + part(namespace) + timestamp);
    }

    public static byte[] deleteBefore(@Nullable Namespace namespace, long before) {
        return ascii("delete_before" + part(namespace) + before);
    }

    public static byte[] expireAll(@Nullable Namespace namespace, long expiry) {
        return ascii("expire_all" + part(namespace) + expiry);
    }

    public static byte[] expire(Direction direction, List<Long> expiries, List<String> hashes) {
        String times = expiries.stream().map(String::valueOf).collect(Collectors.joining());
        return ascii("expire" + direction.word + times + String.join("", hashes));
    }

    public static byte[] getExpiries(long timestamp, List<String> hashes) {
        return ascii("get_expiries" + timestamp + String.join("", hashes));
    }

    /**
     * @param tokens 36 bytes each
     */
    public static byte[] revokeSubaccount(long timestamp, List<byte[]> tokens) {
        return withTokens("revoke_subaccount", timestamp, tokens);
    }

    public static byte[] unrevokeSubaccount(long timestamp, List<byte[]> tokens) {
        return withTokens("unrevoke_subaccount", timestamp, tokens);
    }

    public static byte[] revokedSubaccounts(long timestamp) {
        return ascii("revoked_subaccounts" + timestamp);
    }

    private static byte[] withTokens(String method, long timestamp, List<byte[]> tokens) {
        return Concatenation.of(
                ascii(method + timestamp), Concatenation.of(tokens.toArray(byte[][]::new)));
    }

    private static String part(@Nullable Namespace namespace) {
        return namespace == null ? "all" : namespace.signedPart();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
