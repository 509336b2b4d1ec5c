/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import app.snug.protocol.identity.AccountId;
import app.snug.protocol.storage.Namespace;
import app.snug.server.node.membership.NodeEntry;
import app.snug.testing.TravellingClock;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One account whose client stores, deletes and reads at random, and what that client knows of its
 * messages.
 */
final class Correspondent {

    private static final List<Namespace> NAMESPACES =
            List.of(Namespace.DEFAULT, new Namespace(2), new Namespace(5));
    private static final long LIFE = Duration.ofHours(12).toMillis();

    private final Member who = Member.random();
    private final RawClient client;
    private final TravellingClock clock;
    private final Function<AccountId, List<NodeEntry>> swarms;
    private final Random random;

    /** Hashes, and where each is. */
    private final Map<String, Namespace> kept = new TreeMap<>();

    private final Map<String, Namespace> gone = new HashMap<>();
    private volatile int number;
    private int acknowledged;

    /**
     * @param swarms who should have an account's messages by now
     */
    Correspondent(
            RawClient client,
            TravellingClock clock,
            Function<AccountId, List<NodeEntry>> swarms,
            long seed) {
        this.client = client;
        this.clock = clock;
        this.swarms = swarms;
        this.random = new Random(seed);
    }

    AccountId account() {
        return who.account();
    }

    /** Messages it has tried to store. */
    int tried() {
        return number;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** Stores, mostly; sometimes deletes or reads. */
    void act() {
        int dice = random.nextInt(100);
        if (dice < 60) {
            store();
        } else if (dice < 78) {
            delete();
        } else if (dice < 81) {
            deleteAll();
        } else {
            ask(who.retrieve(Namespace.DEFAULT, clock.millis()));
        }
    }

    private void store() {
        byte[] data = ByteBuffer.allocate(64).putInt(number).array();
        Namespace namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
        number = number + 1;
        JsonNode answer =
                ask(
                        namespace.equals(Namespace.DEFAULT)
                                ? who.store(data, clock.millis(), LIFE)
                                : who.storeSigned(namespace, data, clock.millis(), LIFE));
        if (answer != null) {
            acknowledged++;
            kept.put(answer.get("hash").stringValue(), namespace);
        }
    }

    private void delete() {
        if (kept.isEmpty()) {
            return;
        }
        List<String> all = List.copyOf(kept.keySet());
        String hash = all.get(random.nextInt(all.size()));
        // Without an answer it may be either way.
        Namespace namespace = kept.remove(hash);
        Request request =
                new Request("delete")
                        .of(who)
                        .with("messages", List.of(hash))
                        .signed(who.keys(), "delete" + hash);
        if (ask(request.toString()) != null) {
            gone.put(hash, namespace);
        }
    }

    private void deleteAll() {
        long now = clock.millis();
        Map<String, Namespace> meant = new TreeMap<>(kept);
        kept.clear();
        Request request =
                new Request("delete_all")
                        .of(who)
                        .with("timestamp", now)
                        .with("namespace", "all")
                        .signed(who.keys(), "delete_allall" + now);
        if (ask(request.toString()) != null) {
            gone.putAll(meant);
        }
    }

    /** Of any member; null if it did not do it. */
    private @Nullable JsonNode ask(String request) {
        List<NodeEntry> swarm = swarms.apply(account());
        clock.travel(Duration.ofMillis(1));
        try {
            var answer = client.rpc(swarm.get(random.nextInt(swarm.size())), request);
            return answer.status() == 200 ? answer.json() : null;
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private Set<String> read(NodeEntry node, Namespace namespace) {
        String all = ",\"max_size\":-1";
        var answer = client.rpc(node, who.retrieve(namespace, clock.millis(), all));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("more").booleanValue()).isFalse();
        return new TreeSet<>(AccountTest.hashes(answer.json().get("messages")));
    }

    /** Whether all members have the same, and the client finds what it expects where it put it. */
    void check() {
        List<NodeEntry> swarm = swarms.apply(account());
        for (Namespace namespace : NAMESPACES) {
            Set<String> first = read(swarm.getFirst(), namespace);
            assertThat(first).as("acknowledged").containsAll(in(kept, namespace));
            assertThat(first).as("deleted").noneMatch(gone::containsKey);
            for (NodeEntry node : swarm) {
                Set<String> other = read(node, namespace);
                Set<String> lost = new TreeSet<>(first);
                lost.removeAll(other);
                other.removeAll(first);
                assertThat(lost).as("only one member has").isEmpty();
                assertThat(other).as("one member does not have").isEmpty();
            }
        }
    }

    private static Set<String> in(Map<String, Namespace> hashes, Namespace namespace) {
        Set<String> in = new TreeSet<>();
        hashes.forEach((hash, where) -> {
            if (where.equals(namespace)) {
                in.add(hash);
            }
        });
        return in;
    }
}
