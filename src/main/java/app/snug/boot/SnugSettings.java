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
 * @param roles what this process does: {@code web}, {@code node}
 * @param network {@code local}, {@code mainnet}, {@code testnet}, or path or URL of a descriptor
 * @param dataDir keys, and the database unless an outside one is named
 * @param databaseUrl JDBC address of an outside PostgreSQL; without it an embedded one is used
 * @param databasePasswordFile a file with the password, such as a Docker secret
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
        @Nullable Path databasePasswordFile,
        @Nullable Path serverKeyFile,
        @DefaultValue Local local) {

    static final String LOCAL_NETWORK = "local";

    static final String WEB = "web";
    static final String NODE = "node";
    private static final Set<String> KNOWN_ROLES = Set.of(WEB, NODE);

    /**
     * @throws StartRefusedException if a process so set could not do what is meant
     */
    public SnugSettings {
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) {
            throw new StartRefusedException("SNUG_ROLES names no role; there are web and node.");
        }
        for (String role : roles) {
            if (!KNOWN_ROLES.contains(role)) {
                throw new StartRefusedException(
                        "SNUG_ROLES names “%s”, which is no role; there are web and node."
                                .formatted(role));
            }
        }
        if (databasePassword != null && databasePasswordFile != null) {
            throw new StartRefusedException(
                    "Both SNUG_DATABASE_PASSWORD and SNUG_DATABASE_PASSWORD_FILE are set; keep one"
                            + " of them.");
        }
    }

    /** Keys of the local network, and what clients remember of networks. */
    Path networkDirectory() {
        return dataDir.resolve("network");
    }

    /** This household's nodes of a private network. */
    Path nodeDirectory() {
        return dataDir.resolve("node");
    }

    /** The embedded database; a process that is a node alone may run beside one with pages. */
    Path databaseDirectory() {
        return (roles.contains(WEB) ? dataDir : nodeDirectory()).resolve("postgres");
    }

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
            @DefaultValue("22100") int nodePort) {

        private static final int LEAST_NODES = 4;
        private static final int MOST_NODES = 100;
        private static final int LAST_PORT = 65_535;

        /**
         * @throws StartRefusedException if there cannot be such a network
         */
        public Local {
            if (nodes < LEAST_NODES || nodes > MOST_NODES) {
                throw new StartRefusedException(
                        "SNUG_LOCAL_NODES is %d; it can be %d (three hops and a destination) to %d."
                                .formatted(nodes, LEAST_NODES, MOST_NODES));
            }
            requirePort("SNUG_LOCAL_SEED_PORT", seedPort, 1);
            requirePort("SNUG_LOCAL_NODE_PORT", nodePort, nodes);
        }

        private static void requirePort(String setting, int first, int count) {
            if (first < 0 || (long) first + count - 1 > LAST_PORT) {
                throw new StartRefusedException(
                        "%s is %d; it can be 0 (any free) to %d."
                                .formatted(setting, first, LAST_PORT - count + 1));
            }
        }
    }
}
