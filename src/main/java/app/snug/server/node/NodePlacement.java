/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.protocol.descriptor.Node;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where the nodes of one owner are, kept in {@code node.properties}.
 *
 * @param host IPv4 address at which others reach them
 * @param port of the first node; the others have the following ones
 * @param count 1 to 20
 * @param listen address to listen on; {@code 0.0.0.0} for all
 * @param seedPort at which clients without a descriptor are told of the nodes; 0 for nowhere
 */
public record NodePlacement(String host, int port, int count, String listen, int seedPort) {

    private static final String FILE = "node.properties";
    private static final int MOST = 20;
    private static final int LAST_PORT = 65_535;

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    public NodePlacement {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(
                    "There can be 1 to %d nodes here, not %d.".formatted(MOST, count));
        }
        Node.requireAddress(host, port);
        Node.requireAddress(host, port + count - 1);
        if (!listen.equals("0.0.0.0")) {
            Node.requireAddress(listen, port);
        }
        if (seedPort < 0 || seedPort > LAST_PORT) {
            throw new IllegalArgumentException(
                    "The seed's port must be 1 to 65535, or 0 for none.");
        }
        if (seedPort >= port && seedPort < port + count) {
            throw new IllegalArgumentException(
                    "Port %d cannot be a node's and the seed's.".formatted(seedPort));
        }
    }

    /** Whether there are nodes in the directory. */
    public static boolean exists(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /**
     * @throws IOException with a sentence for people
     */
    public static NodePlacement load(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
            return new NodePlacement(
                    properties.getProperty("host", "").strip(),
                    number(properties, "port", "22021"),
                    number(properties, "nodes", "1"),
                    properties.getProperty("listen", "0.0.0.0").strip(),
                    number(properties, "seed", "0"));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "There is no node in " + directory + " yet; ./snug node init makes one.", e);
        } catch (MalformedInputException e) {
            throw new IOException(file + " is no text.", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static int number(Properties properties, String name, String otherwise) {
        String value = properties.getProperty(name, otherwise).strip();
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("“" + name + "” is no number.", e);
        }
    }

    public void save(Path directory) throws IOException {
        Files.writeString(
                directory.resolve(FILE),
                """
                # Where others reach the nodes of this directory, and where they listen.
                host=%s
                port=%d
                nodes=%d
                listen=%s
                # Port of the list of nodes for clients without the network's descriptor; 0 for none.
                seed=%d
                """
                        .formatted(host, port, count, listen, seedPort));
    }

    /** Where a node's keys are. */
    Path keys(Path directory, int number) {
        return directory.resolve("node-" + number);
    }
}
