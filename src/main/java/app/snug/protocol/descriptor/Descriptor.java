/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.Concatenation;
import app.snug.crypto.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network at one time, as its operators sign it.
 *
 * @param name for people, 1 to 100 characters
 * @param serial counts the descriptors of a network, from 1; a higher one replaces a lower one
 * @param issued in whole seconds
 * @param expires in whole seconds; from then on it should have been replaced
 * @param threshold how many operators have to sign, this one and the next
 * @param operators 1 to 20
 * @param nodes at most 1,000
 * @param names at most 1,000
 * @param communities at most 50
 */
public record Descriptor(
        String name,
        NetworkId network,
        long serial,
        Instant issued,
        Instant expires,
        int threshold,
        List<Operator> operators,
        List<Node> nodes,
        List<SealedName> names,
        @Nullable Server fileServer,
        List<Server> communities) {

    public static final long LAST_SERIAL = 1_000_000_000_000L;

    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{C}");
    private static final int MOST_OPERATORS = 20;
    private static final int MOST_NODES = 1_000;
    private static final int MOST_NAMES = 1_000;
    private static final int MOST_COMMUNITIES = 50;
    private static final Instant LAST_TIME = Instant.parse("9999-01-01T00:00:00Z");

    /** So that a signature for something else is never one for a descriptor. */
    private static final byte[] PURPOSE =
            "snug network descriptor 1\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    public Descriptor {
        operators = List.copyOf(operators);
        nodes = List.copyOf(nodes);
        names = List.copyOf(names);
        communities = List.copyOf(communities);
        require(
                !name.isBlank() && name.length() <= 100 && !UNPRINTABLE.matcher(name).find(),
                "A network's name has 1 to 100 characters in one line.");
        require(serial >= 1 && serial <= LAST_SERIAL, "The serial number must be 1 or more.");
        require(
                issued.getNano() == 0 && expires.getNano() == 0,
                "Times are given in whole seconds.");
        require(
                issued.isBefore(expires)
                        && !issued.isBefore(Instant.EPOCH)
                        && expires.isBefore(LAST_TIME),
                "It expires before it was issued.");
        atMost(operators, MOST_OPERATORS, "operators");
        atMost(nodes, MOST_NODES, "nodes");
        atMost(names, MOST_NAMES, "names");
        atMost(communities, MOST_COMMUNITIES, "communities");
        require(!operators.isEmpty(), "There is no operator.");
        require(
                threshold >= 1 && threshold <= operators.size(),
                "With %d operators, the signatures needed can be 1 to %d."
                        .formatted(operators.size(), operators.size()));
        requireDifferent(operators, nodes, names);
        require(fileServer == null || fileServer.room() == null, "A file server has no room.");
        require(
                communities.stream().allMatch(c -> c.room() != null),
                "A community without a room is listed.");
    }

    private static void requireDifferent(
            List<Operator> operators, List<Node> nodes, List<SealedName> names) {
        Set<Object> seen = new HashSet<>();
        for (Operator operator : operators) {
            require(
                    seen.add(operator.name()),
                    "The operator “" + operator.name() + "” is listed twice.");
            require(
                    seen.add(operator.key()),
                    "The key of the operator “" + operator.name() + "” is listed twice.");
        }
        seen.clear();
        for (Node node : nodes) {
            require(seen.add(node.key()), "The node " + node.key().hex() + " is listed twice.");
            require(
                    seen.add(node.address()),
                    "Two nodes are listed at " + node.address() + "; one of them is wrong.");
        }
        seen.clear();
        for (SealedName name : names) {
            require(seen.add(name.hash()), "A name is listed twice.");
        }
    }

    private static void atMost(List<?> list, int most, String what) {
        require(
                list.size() <= most,
                "%d %s are too many; %d are possible.".formatted(list.size(), what, most));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public Optional<Operator> operator(Ed25519PublicKey key) {
        return operators.stream().filter(operator -> operator.key().equals(key)).findFirst();
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }

    /** What is signed: a purpose, and everything in canonical bencode, however it is written. */
    byte[] signedBytes() {
        return Concatenation.of(PURPOSE, CanonicalForm.of(this));
    }
}
