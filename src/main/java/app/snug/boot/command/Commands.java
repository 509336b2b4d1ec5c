/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * The commands that need no running Snug.
 *
 * @param data where keys and nodes are: {@code SNUG_DATA_DIR}
 * @param out what was asked for
 * @param err why it was not done
 */
public record Commands(
        Path data, InstantSource clock, SecureRandom random, PrintStream out, PrintStream err) {

    private static final int DONE = 0;
    private static final int NOT_DONE = 1;
    private static final int MISUSED = 2;

    private static final String USAGE =
            """
            usage: ./snug node VERB …

              init --host ADDRESS   make a node's keys; prints the line by which operators add it
                   [--port 22021] [--nodes 1] [--listen 0.0.0.0] [--seed-port PORT]
              run [FILE]            run the nodes; FILE is the network's descriptor, once
              update FILE           give the nodes a newer descriptor; no restart is needed
              status                who answers, and how long the descriptor is good

            usage: ./snug network VERB …

              key [NAME]            make this household's operator key; prints the public half
              create NAME --operator NAME=KEY … [--node KEY@HOST:PORT …]
                   [--signatures N] [--days 400] [--out FILE]
              add FILE              [--node KEY@HOST:PORT] [--operator NAME=KEY] [--name NAME=ACCOUNT]
                   [--file-server URL,KEY] [--community URL,KEY,ROOM] [--signatures N] [--days 400]
              remove FILE           [--node KEY or HOST:PORT] [--operator NAME] [--name NAME]
                   [--file-server URL] [--community ROOM] [--signatures N] [--days 400]
              sign FILE [--key FILE] [--previous FILE]
              show FILE [--name NAME]

            docs/network.md leads through founding a network.
            """;

    /** Whether this is for us and not for the server. */
    public static boolean handle(List<String> arguments) {
        return !arguments.isEmpty()
                && (arguments.getFirst().equals("network")
                        || (arguments.getFirst().equals("node") && !isRun(arguments)));
    }

    /** {@code node run} ends in a running server, which is not started here. */
    public static boolean isRun(List<String> arguments) {
        return arguments.size() > 1
                && arguments.get(0).equals("node")
                && arguments.get(1).equals("run");
    }

    /** Does it, and gives the exit code. */
    public int run(String... arguments) {
        List<String> words = Arrays.asList(arguments);
        try {
            if (words.size() < 2) {
                err.print(USAGE);
                return MISUSED;
            }
            List<String> rest = words.subList(2, words.size());
            NodeCommand node = new NodeCommand(this);
            NetworkCommand network = new NetworkCommand(this);
            return switch (words.get(0) + " " + words.get(1)) {
                case "node init" -> done(() -> node.init(rest));
                case "node run" -> done(() -> node.prepareRun(rest));
                case "node update" -> done(() -> node.update(rest));
                case "node status" -> node.status(rest) ? DONE : NOT_DONE;
                case "network key" -> done(() -> network.key(rest));
                case "network create" -> done(() -> network.create(rest));
                case "network add" -> done(() -> network.add(rest));
                case "network remove" -> done(() -> network.remove(rest));
                case "network sign" -> done(() -> network.sign(rest));
                case "network show" -> network.show(rest) ? DONE : NOT_DONE;
                default -> {
                    err.print(USAGE);
                    yield MISUSED;
                }
            };
        } catch (CommandException e) {
            err.println("snug: " + e.getMessage());
            return NOT_DONE;
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws CommandException;
    }

    private static int done(Task task) throws CommandException {
        task.run();
        return DONE;
    }

    /** Where the nodes of this household are. */
    Path nodeDirectory() {
        return data.resolve("node");
    }

    OperatorKey operatorKey(Arguments arguments) throws CommandException {
        return new OperatorKey(
                arguments.one("key").map(Path::of).orElse(data.resolve("operator.key")));
    }
}
