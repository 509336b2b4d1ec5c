/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads the plain-text errors of hops ({@code protocol/02} §6.1). A hop can name another node only
 * if it lies ahead on this very path: otherwise one bad relay could have any node dropped.
 */
final class PathErrors {

    private static final List<String> UNKNOWN =
            List.of("Next node not found: ", "Next node is currently unreachable: ");
    private static final String NOT_READY = "Snode not ready: ";
    private static final String CONGESTED = "Next hop congested";
    private static final int LONGEST = 300;

    private PathErrors() {}

    /**
     * Errors on the way to a node.
     *
     * @param ahead the nodes behind the guard, the destination too
     */
    static Outcome read(int status, byte[] body, ServiceNode guard, List<ServiceNode> ahead) {
        String text = text(body);
        return switch (status) {
            case 502 ->
                    UNKNOWN.stream()
                            .flatMap(prefix -> named(text, prefix, ahead).stream())
                            .findFirst()
                            .<Outcome>map(Outcome.UnknownNode::new)
                            .orElse(new Outcome.Unclear("status 502"));
            case 503 -> notReady(text, guard, ahead);
            default -> anybodys(status, text);
        };
    }

    /**
     * Errors on the way to a server outside. Exits pass on what it says: it may speak like a hop,
     * and must harm none by that.
     */
    static Outcome readForServer(int status, byte[] body) {
        return anybodys(status, text(body));
    }

    private static Outcome anybodys(int status, String text) {
        return switch (status) {
            case 400 ->
                    text.startsWith("Error parsing onion request")
                                    || text.startsWith("onion request max path length")
                            ? new Outcome.Refused(status)
                            : new Outcome.Unclear("status 400");
            case 413 -> new Outcome.Refused(status);
            default ->
                    status == 503 && text.startsWith(CONGESTED)
                            ? new Outcome.Congested()
                            : new Outcome.Unclear("status " + status);
        };
    }

    private static String text(byte[] body) {
        return new String(body, 0, Math.min(body.length, LONGEST), StandardCharsets.ISO_8859_1);
    }

    private static Outcome notReady(String text, ServiceNode guard, List<ServiceNode> ahead) {
        if (text.startsWith("Service node is not ready") || text.startsWith("Server busy")) {
            return new Outcome.GuardFailed("not ready");
        }
        if (text.equals(NOT_READY + guard.ed25519().hex())) {
            return new Outcome.GuardFailed("not ready");
        }
        return named(text, NOT_READY, ahead)
                .<Outcome>map(Outcome.NotReady::new)
                .orElseGet(() -> anybodys(503, text));
    }

    private static Optional<Ed25519PublicKey> named(
            String text, String prefix, List<ServiceNode> ahead) {
        int end = prefix.length() + 2 * Ed25519PublicKey.SIZE;
        if (!text.startsWith(prefix) || text.length() < end) {
            return Optional.empty();
        }
        String hex = text.substring(prefix.length(), end);
        return ahead.stream()
                .map(ServiceNode::ed25519)
                .filter(key -> key.hex().equals(hex))
                .findFirst();
    }
}
