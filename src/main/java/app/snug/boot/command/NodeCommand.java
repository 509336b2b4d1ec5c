/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import app.snug.protocol.descriptor.Descriptor;
import app.snug.protocol.descriptor.DescriptorException;
import app.snug.protocol.descriptor.SignedDescriptor;
import app.snug.server.node.NodeCensus;
import app.snug.server.node.NodeHost;
import app.snug.server.node.NodePlacement;
import app.snug.server.secret.PrivateFile;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** {@code snug node …}. */
record NodeCommand(Commands house) {

    private static final int PORT = 22_021;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private DescriptorFile inForce() {
        return new DescriptorFile(house.nodeDirectory().resolve(NodeHost.DESCRIPTOR));
    }

    void init(List<String> words) throws CommandException {
        Arguments arguments =
                Arguments.parse(words, 0, Set.of("host", "port", "nodes", "listen", "seed-port"));
        Path directory = house.nodeDirectory();
        String host =
                arguments
                        .one("host")
                        .orElseThrow(() ->
                                new CommandException(
                                        "Say at which address the others reach this machine: --host ADDRESS."
                                                + addresses()));
        try {
            NodePlacement placement =
                    new NodePlacement(
                            host,
                            arguments.number("port", PORT),
                            arguments.number("nodes", 1),
                            arguments.one("listen").orElse("0.0.0.0"),
                            arguments.number("seed-port", 0));
            boolean before = NodePlacement.exists(directory);
            if (before && !NodePlacement.load(directory).equals(placement)) {
                throw new CommandException(
                        "There are nodes in "
                                + directory
                                + " already; they stay as they are. Their places can be changed in node.properties there.");
            }
            PrivateFile.createDirectory(directory);
            List<String> lines =
                    NodeHost.prepare(directory, placement, house.clock(), house.random());
            house.out().print(before ? "They are there already. " : "Made. ");
            house.out().println("The operators of the network add this household with");
            lines.forEach(line -> house.out().println("  --node " + line));
            house.out()
                    .printf(
                            "TCP port%s of this machine must be reachable for the others.%n",
                            ports(placement));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Sentence.of(e, "The node's keys cannot be made in " + directory);
        }
    }

    private static String ports(NodePlacement placement) {
        int last = placement.port() + placement.count() - 1;
        return placement.count() == 1 ? " " + last : "s " + placement.port() + " to " + last;
    }

    private static String addresses() {
        List<String> found = new ArrayList<>();
        try {
            for (NetworkInterface card :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(card.getInetAddresses())) {
                    if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                        found.add(address.getHostAddress());
                    }
                }
            }
        } catch (SocketException e) {
            return "";
        }
        return found.isEmpty() ? "" : " It has " + String.join(", ", found) + ".";
    }

    /** Everything that a start needs is there; the descriptor is put in its place. */
    void prepareRun(List<String> words) throws CommandException {
        Arguments arguments = Arguments.parse(words, 1, Set.of());
        requireNodes();
        if (arguments.word(0).isPresent()) {
            start(new DescriptorFile(Path.of(arguments.word(0).get())));
        } else if (!inForce().exists()) {
            throw new CommandException(
                    "The nodes have no network yet: ./snug node run FILE, with the descriptor that its operators signed.");
        }
        inForce().read();
    }

    void update(List<String> words) throws CommandException {
        Arguments arguments = Arguments.parse(words, 1, Set.of());
        String file = arguments.word(0, "Name the descriptor: ./snug node update FILE.");
        requireNodes();
        put(new DescriptorFile(Path.of(file)));
    }

    private void requireNodes() throws CommandException {
        try {
            NodePlacement.load(house.nodeDirectory());
        } catch (IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A restart names the file of the first start; the network may have gone on since. */
    private void start(DescriptorFile file) throws CommandException {
        if (inForce().exists()) {
            Descriptor given = file.read().content();
            Descriptor before = inForce().read().content();
            if (given.network().equals(before.network()) && given.serial() < before.serial()) {
                house.out()
                        .printf(
                                "“%s” goes by the newer descriptor %d.%n",
                                before.name(), before.serial());
                return;
            }
        }
        put(file);
    }

    /** The running nodes look at the file every few seconds. */
    private void put(DescriptorFile file) throws CommandException {
        SignedDescriptor offered = file.read();
        try {
            if (inForce().exists()) {
                SignedDescriptor before = inForce().read();
                if (before.content().equals(offered.content())) {
                    house.out().println("That descriptor is in force already.");
                    return;
                }
                offered.requireSuccessorOf(before, house.clock().instant());
            } else {
                offered.requireFounded();
                offered.requireCurrent(house.clock().instant());
            }
        } catch (DescriptorException e) {
            throw file.refused(e);
        }
        inForce().write(offered);
        house.out()
                .printf(
                        "“%s” goes by descriptor %d now: %d nodes.%n",
                        offered.content().name(),
                        offered.content().serial(),
                        offered.content().nodes().size());
        for (String line : missing(offered)) {
            house.out()
                    .println("It does not list this household yet; operators add --node " + line);
        }
    }

    private List<String> ownLines() throws CommandException {
        try {
            return NodeHost.lines(house.nodeDirectory(), house.clock(), house.random());
        } catch (IOException e) {
            throw Sentence.of(e, "The nodes' keys cannot be read");
        }
    }

    private List<String> missing(SignedDescriptor descriptor) throws CommandException {
        List<String> listed =
                descriptor.content().nodes().stream()
                        .map(node -> node.key().hex() + "@" + node.address())
                        .toList();
        return ownLines().stream().filter(line -> !listed.contains(line)).toList();
    }

    /** Whether everything is well with this household's nodes. */
    boolean status(List<String> words) throws CommandException {
        Arguments.parse(words, 0, Set.of());
        requireNodes();
        List<String> own = ownLines();
        if (!inForce().exists()) {
            own.forEach(line -> house.out().println("  " + line));
            throw new CommandException("These nodes have no network yet: ./snug node run FILE.");
        }
        SignedDescriptor descriptor = inForce().read();
        boolean expired = descriptor.content().isExpired(house.clock().instant());
        house.out()
                .printf(
                        "%s, descriptor %d, %s %s%n",
                        descriptor.content().name(),
                        descriptor.content().serial(),
                        expired ? "EXPIRED on" : "good until",
                        SignedDescriptor.day(descriptor.content().expires()));
        boolean well = !expired;
        for (NodeCensus.Seen seen : NodeCensus.of(descriptor, PATIENCE)) {
            boolean ours = own.contains(seen.node().key().hex() + "@" + seen.node().address());
            well &= !ours || seen.answers();
            house.out()
                    .printf(
                            "  %s…  %-21s  %s%s%n",
                            seen.node().key().hex().substring(0, 8),
                            seen.node().address(),
                            state(seen, descriptor),
                            ours ? "  (here)" : "");
        }
        for (String line : missing(descriptor)) {
            well = false;
            house.out().println("  not listed: " + line);
        }
        if (expired) {
            house.out()
                    .println(
                            "The nodes go on with it. Ask the operators for a newer one: ./snug network add FILE --days 400, then sign.");
        }
        return well;
    }

    private static String state(NodeCensus.Seen seen, SignedDescriptor descriptor) {
        if (!seen.answers()) {
            return "does not answer";
        }
        return seen.serial() == descriptor.content().serial()
                ? "answers"
                : "answers, has descriptor " + seen.serial();
    }
}
