/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator can set, as {@code SNUG_*} environment variables or in {@code application.yaml}.
 *
 * @param roles what this process does: {@code web}
 * @param network {@code local}, {@code mainnet}, {@code testnet}, or path or URL of a descriptor
 * @param dataDir keys, and the database unless an outside one is named
 * @param databaseUrl JDBC address of an outside PostgreSQL; without it an embedded one is used
 * @param serverKeyFile the key that opens vaults after a restart; by default in {@code dataDir}
 * @param local where the local network listens
 */
@ConfigurationProperties("snug")
public record SnugSettings(
        @DefaultValue("web") Set<String> roles,
        @DefaultValue("local") String network,
        @DefaultValue("./data") Path dataDir,
        @Nullable String databaseUrl,
        @Nullable String databaseUser,
        @Nullable String databasePassword,
        @Nullable Path serverKeyFile,
        @DefaultValue Local local) {

    /**
     * The local network, on loopback.
     *
     * @param nodes service nodes, in two swarms
     * @param seedPort of the list of nodes; 0 for any free port
     * @param nodePort of the first node, the others follow; 0 for any free ports
     */
    public record Local(
            @DefaultValue("10") int nodes,
            @DefaultValue("22020") int seedPort,
            @DefaultValue("22100") int nodePort) {}
}
