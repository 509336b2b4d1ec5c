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
 * @param roles what this process does: {@code web} is the messenger, {@code node} runs this
 *     household's nodes of a <a href="network.md#a-network-of-your-own">network of your own</a>,
 *     {@code web,node} both
 * @param network {@code local}, {@code mainnet}, {@code testnet}, or the path or URL of a network
 *     descriptor; see <a href="network.md">network.md</a>
 * @param dataDir keys, caches, and the embedded database
 * @param databaseUrl JDBC address of an outside PostgreSQL, such as {@code
 *     jdbc:postgresql://db/snug}; without it an embedded one runs
 * @param databaseUser user of that PostgreSQL
 * @param databasePassword password of that user
 * @param databasePasswordFile or a file with that password, such as a Docker or Kubernetes secret
 * @param serverKeyFile the key that opens vaults after a restart for members who stay connected; by
 *     default {@code server.key} in the data directory, made on the first start
 * @param logFormat {@code plain} lines for people, or one {@code json} object a line with the field
 *     names of Elastic's common schema
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
        @DefaultValue("plain") LogFormat logFormat,
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

    /** How logs are written. */
    public enum LogFormat {
        PLAIN,
        JSON
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
     * @param nodes service nodes of the local network, in two swarms
     * @param seedPort port of the local network's list of nodes; 0 for any free port
     * @param nodePort port of the local network's first node, the others follow; 0 for any free
     *     ports
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
