/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.server.http.RateLimiter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One swarm of three nodes that several test classes use, one after another. */
final class ThreeNodes implements BeforeAllCallback {

    private static final RateLimiter.Limit NO_LIMIT = new RateLimiter.Limit(1_000_000, 1_000_000);

    private static @Nullable TestNetwork net;

    static TestNetwork net() {
        return Objects.requireNonNull(net);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        net =
                context.getStore(
                                ExtensionContext.StoreScope.LAUNCHER_SESSION,
                                ExtensionContext.Namespace.GLOBAL)
                        .computeIfAbsent(
                                ThreeNodes.class, unused -> ThreeNodes.open(), TestNetwork.class);
    }

    private static TestNetwork open() {
        try {
            Path target = Files.createDirectories(Path.of("target"));
            return new TestNetwork(
                    Files.createTempDirectory(target, "three-nodes-"),
                    settings ->
                            settings.withNodes(3, 1)
                                    .withBehaviour(NodeSettings.DEFAULT.withLimit(NO_LIMIT)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
