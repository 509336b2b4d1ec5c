/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import app.snug.crypto.Ed25519PublicKey;
import app.snug.crypto.X25519PublicKey;
import app.snug.protocol.descriptor.Descriptor;
import app.snug.protocol.descriptor.NetworkId;
import app.snug.protocol.descriptor.Node;
import app.snug.protocol.descriptor.Operator;
import app.snug.protocol.descriptor.SealedName;
import app.snug.protocol.descriptor.Server;
import app.snug.protocol.descriptor.SwarmPlan;
import app.snug.protocol.identity.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A descriptor in the making, changed by what people type. */
final class Draft {

    private static final Pattern NODE = Pattern.compile("([0-9a-fA-F]{64})@([0-9.]+):(\\d{1,5})");
    private static final int SHORTEST_PREFIX = 8;

    private final String name;
    private final NetworkId network;
    private final long serial;
    private int threshold;
    private final List<Operator> operators;
    private List<Node> nodes;
    private final List<SealedName> names;
    private @Nullable Server fileServer;
    private final List<Server> communities;

    /** A network that is about to be founded. */
    Draft(String name, NetworkId network) {
        this.name = name;
        this.network = network;
        this.serial = 1;
        this.operators = new ArrayList<>();
        this.nodes = List.of();
        this.names = new ArrayList<>();
        this.communities = new ArrayList<>();
    }

    /** What comes after a descriptor. */
    Draft(Descriptor before) {
        this.name = before.name();
        this.network = before.network();
        this.serial = before.serial() + 1;
        this.threshold = before.threshold();
        this.operators = new ArrayList<>(before.operators());
        this.nodes = before.nodes();
        this.names = new ArrayList<>(before.names());
        this.fileServer = before.fileServer();
        this.communities = new ArrayList<>(before.communities());
    }

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    Descriptor finish(Instant now, int days) {
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
        return new Descriptor(
                name,
                network,
                serial,
                issued,
                issued.plus(Duration.ofDays(days)),
                threshold,
                operators,
                nodes,
                names,
                fileServer,
                communities);
    }

    void threshold(int signatures) {
        threshold = signatures;
    }

    /** More than half of the operators, so that two descriptors cannot compete. */
    void thresholdOfMostOperators() {
        threshold = operators.size() / 2 + 1;
    }

    void addNode(String line) throws CommandException {
        Matcher matcher = NODE.matcher(line.strip());
        if (!matcher.matches()) {
            throw new CommandException(
                    "“%s” is no node; ./snug node init prints it, as KEY@HOST:PORT."
                            .formatted(line));
        }
        Ed25519PublicKey key = Ed25519PublicKey.ofHex(matcher.group(1));
        if (nodes.stream().anyMatch(node -> node.key().equals(key))) {
            throw new CommandException(
                    "The node %s is listed already; remove it first if it has moved."
                            .formatted(key.hex()));
        }
        nodes = SwarmPlan.with(nodes, key, matcher.group(2), Integer.parseInt(matcher.group(3)));
    }

    void removeNode(String which) throws CommandException {
        String wanted = which.strip().replaceAll("@.*", "").toLowerCase(Locale.ROOT);
        List<Node> found =
                nodes.stream()
                        .filter(node ->
                                node.address().equals(wanted)
                                        || (wanted.length() >= SHORTEST_PREFIX
                                                && node.key().hex().startsWith(wanted)))
                        .toList();
        if (found.size() != 1) {
            throw new CommandException(
                    found.isEmpty()
                            ? "There is no node “%s”; ./snug network show lists them."
                                    .formatted(which)
                            : "“%s” could be several nodes; give more of the key."
                                    .formatted(which));
        }
        nodes = SwarmPlan.without(nodes, found.getFirst().key());
    }

    void addOperator(String line) throws CommandException {
        int equals = line.lastIndexOf('=');
        try {
            operators.add(
                    new Operator(
                            line.substring(0, Math.max(0, equals)).strip(),
                            Ed25519PublicKey.ofHex(
                                    line.substring(equals + 1).strip().toLowerCase(Locale.ROOT))));
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    "“%s” is no operator; ./snug network key NAME prints it, as NAME=KEY."
                            .formatted(line),
                    e);
        }
    }

    void removeOperator(String which) throws CommandException {
        if (!operators.removeIf(operator -> operator.name().equals(which))) {
            throw new CommandException("There is no operator “%s”.".formatted(which));
        }
    }

    void addName(String line) throws CommandException {
        String[] parts = line.split("=", 2);
        if (parts.length != 2) {
            throw new CommandException("“%s” should be NAME=ACCOUNT.".formatted(line));
        }
        AccountId account;
        try {
            account = AccountId.parseUser(parts[1]);
        } catch (AccountId.InvalidAccountIdException e) {
            throw new CommandException(
                    "“%s” is no Account ID: 66 characters that begin with 05.".formatted(parts[1]),
                    e);
        }
        SealedName sealed = SealedName.of(parts[0], account);
        if (names.stream().anyMatch(other -> other.hash().equals(sealed.hash()))) {
            throw new CommandException(
                    "The name “%s” is given already; remove it first.".formatted(parts[0]));
        }
        names.add(sealed);
    }

    void removeName(String which) throws CommandException {
        String hash = SealedName.hashOf(which);
        if (!names.removeIf(sealed -> sealed.hash().equals(hash))) {
            throw new CommandException("There is no name “%s”.".formatted(which));
        }
    }

    void fileServer(String line) throws CommandException {
        fileServer = server(line, 2, "URL,KEY");
    }

    void removeFileServer(String url) throws CommandException {
        if (fileServer == null || !fileServer.url().equals(url)) {
            throw new CommandException("There is no file server “%s”.".formatted(url));
        }
        fileServer = null;
    }

    void addCommunity(String line) throws CommandException {
        communities.add(server(line, 3, "URL,KEY,ROOM"));
    }

    void removeCommunity(String room) throws CommandException {
        if (!communities.removeIf(community -> room.equals(community.room()))) {
            throw new CommandException("There is no community “%s”.".formatted(room));
        }
    }

    private static Server server(String line, int count, String form) throws CommandException {
        String[] parts = line.split(",", -1);
        try {
            if (parts.length == count) {
                return new Server(
                        parts[0].strip(),
                        X25519PublicKey.ofHex(parts[1].strip().toLowerCase(Locale.ROOT)),
                        count > 2 ? parts[2].strip() : null);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException("“%s” should be %s.".formatted(line, form), e);
        }
        throw new CommandException("“%s” should be %s.".formatted(line, form));
    }
}
