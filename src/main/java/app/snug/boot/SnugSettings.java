/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an operator can set, as {@code SNUG_*} environment variables or in {@code application.yaml}.
 *
 * @param roles what this process does: {@code web} is the messenger, {@code node} runs this
 *     household's nodes of a <a href="network.md#a-network-of-your-own">network of your own</a>,
 *     {@code files} its <a href="network.md#a-file-server">file server</a>; several are separated
 *     by commas, such as {@code web,node}
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
 * @param files the file server of the role {@code files}
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
        @DefaultValue Files files,
        @DefaultValue Local local) {

    static final String LOCAL_NETWORK = "local";

    static final String WEB = "web";
    static final String NODE = "node";
    static final String FILES = "files";
    private static final Set<String> KNOWN_ROLES = Set.of(WEB, NODE, FILES);
    private static final int LAST_PORT = 65_535;

    /**
     * @throws StartRefusedException if a process so set could not do what is meant
     */
    public SnugSettings {
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) {
            throw new StartRefusedException(
                    "SNUG_ROLES names no role; there are web, node and files.");
        }
        for (String role : roles) {
            if (!KNOWN_ROLES.contains(role)) {
                throw new StartRefusedException(
                        "SNUG_ROLES names “%s”, which is no role; there are web, node and files."
                                .formatted(role));
            }
        }
        if (roles.containsAll(Set.of(WEB, FILES)) && network.equals(LOCAL_NETWORK)) {
            throw new StartRefusedException(
                    "SNUG_ROLES says files, but the local network has a file server of its own; leave"
                            + " files out, or name another network with SNUG_NETWORK.");
        }
        if (databasePassword != null && databasePasswordFile != null) {
            throw new StartRefusedException(
                    "Both SNUG_DATABASE_PASSWORD and SNUG_DATABASE_PASSWORD_FILE are set; keep one"
                            + " of them.");
        }
    }

    boolean hasLocalNetwork() {
        return network.equals(LOCAL_NETWORK);
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

    /** The key of this household's file server, and its files. */
    Path filesDirectory() {
        return dataDir.resolve("files");
    }

    /** Members' files, sealed. */
    Path attachmentsDirectory() {
        return dataDir.resolve("attachments");
    }

    /** The embedded database; a process without pages may run beside one that has them. */
    Path databaseDirectory() {
        if (roles.contains(WEB)) {
            return dataDir.resolve("postgres");
        }
        return (roles.contains(NODE) ? nodeDirectory() : filesDirectory()).resolve("postgres");
    }

    private static void requirePort(String setting, int first, int count) {
        if (first < 0 || (long) first + count - 1 > LAST_PORT) {
            throw new StartRefusedException(
                    "%s is %d; it can be 0 (any free) to %d."
                            .formatted(setting, first, LAST_PORT - count + 1));
        }
    }

    /**
     * The file server.
     *
     * @param address address that the file server listens on
     * @param port port of the file server; 0 for any free port
     * @param folder where the files lie; by default {@code files/stored} in the data directory
     * @param space how much all files together may take, such as {@code 500MB} or {@code 20GB};
     *     what does not fit is refused until others have expired
     * @param lifetime how long a file stays, such as {@code 14d}; senders may ask for up to 60 days
     */
    public record Files(
            @DefaultValue("0.0.0.0") String address,
            @DefaultValue("22031") int port,
            @Nullable Path folder,
            @DefaultValue("20GB") DataSize space,
            @DefaultValue("14d") Duration lifetime) {

        private static final DataSize LEAST_SPACE = DataSize.ofMegabytes(11);
        private static final Duration SHORTEST = Duration.ofMinutes(1);
        private static final Duration LONGEST = Duration.ofDays(3650);

        /**
         * @throws StartRefusedException if there cannot be such a file server
         */
        public Files {
            requirePort("SNUG_FILES_PORT", port, 1);
            if (space.compareTo(LEAST_SPACE) < 0) {
                throw new StartRefusedException(
                        "SNUG_FILES_SPACE is %s; one file may take 10 MB, so 11MB are the least."
                                .formatted(space));
            }
            if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
                throw new StartRefusedException(
                        "SNUG_FILES_LIFETIME is %d seconds; it can be 1m (a minute) to 3650d."
                                .formatted(lifetime.toSeconds()));
            }
        }
    }

    /**
     * The local network, on loopback.
     *
     * @param nodes service nodes of the local network, in two swarms
     * @param seedPort port of the local network's list of nodes; 0 for any free port
     * @param nodePort port of the local network's first node, the others follow; 0 for any free
     *     ports
     * @param filePort port of the local network's file server; 0 for any free port
     */
    public record Local(
            @DefaultValue("10") int nodes,
            @DefaultValue("22020") int seedPort,
            @DefaultValue("22100") int nodePort,
            @DefaultValue("22031") int filePort) {

        private static final int LEAST_NODES = 4;
        private static final int MOST_NODES = 100;

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
            requirePort("SNUG_LOCAL_FILE_PORT", filePort, 1);
        }
    }
}
