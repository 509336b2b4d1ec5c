/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.crypto.Ed25519PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two nodes that see our address, kept over restarts so that few ever do ({@code protocol/02}
 * §4.2). A guard that failed three times goes, but only once another one has answered: if none
 * does, it is our own connection that is down.
 */
final class Guards {

    private static final Logger LOG = LoggerFactory.getLogger(Guards.class);

    static final int WANTED = 2;
    private static final int ROUNDS = 6;
    private static final String FILE = "guards.json";

    private final NodeDirectory directory;
    private final PathRules rules;
    private final Probe probe;
    private final MemoryFiles memory;
    private final RandomGenerator random;
    private final Strikes failures = new Strikes();
    private final List<Ed25519PublicKey> chosen = new ArrayList<>();

    Guards(
            NodeDirectory directory,
            PathRules rules,
            Probe probe,
            MemoryFiles memory,
            RandomGenerator random) {
        this.directory = directory;
        this.rules = rules;
        this.probe = probe;
        this.memory = memory;
        this.random = random;
        memory.read(FILE).ifPresent(this::recall);
    }

    private void recall(JsonNode saved) {
        for (JsonNode key : saved.path("guards").values()) {
            try {
                if (chosen.size() < WANTED) {
                    chosen.add(Ed25519PublicKey.ofHex(key.stringValue("")));
                }
            } catch (IllegalArgumentException e) {
                LOG.warn("A remembered guard is damaged: forgotten");
            }
        }
    }

    /**
     * A guard for a path, the least used one first.
     *
     * @param excluded the destination
     * @return a guard, unless no candidate answers
     */
    synchronized Optional<ServiceNode> choose(
            Set<Ed25519PublicKey> excluded, Collection<Path> live, Deadline deadline) {
        maintain(deadline);
        List<ServiceNode> usable = new ArrayList<>(known());
        usable.removeIf(n -> excluded.contains(n.ed25519()));
        if (usable.isEmpty()) {
            return find(1, excluded, deadline).stream().findFirst();
        }
        Collections.shuffle(usable, random);
        return usable.stream()
                .min(
                        Comparator.<ServiceNode>comparingLong(
                                        n -> live.stream().filter(p -> p.guard().equals(n)).count())
                                .thenComparingInt(n -> failures.of(n.ed25519())));
    }

    private void maintain(Deadline deadline) {
        for (Ed25519PublicKey guard : List.copyOf(chosen)) {
            if (failures.atLimit(guard)) {
                find(1, Set.of(), deadline)
                        .forEach(replacement -> {
                            LOG.info("Guard {} is replaced", guard);
                            chosen.remove(guard);
                            failures.clear(guard);
                            directory.setAside(guard);
                            chosen.add(replacement.ed25519());
                            save();
                        });
            }
        }
        int missing = WANTED - known().size();
        if (missing > 0) {
            List<ServiceNode> found = find(missing, Set.of(), deadline);
            if (!found.isEmpty()) {
                chosen.removeIf(key -> directory.find(key).isEmpty());
                found.forEach(n -> chosen.add(n.ed25519()));
                save();
            }
        }
    }

    private List<ServiceNode> known() {
        return chosen.stream().flatMap(key -> directory.find(key).stream()).toList();
    }

    private List<ServiceNode> find(int count, Set<Ed25519PublicKey> excluded, Deadline deadline) {
        List<ServiceNode> present = known();
        List<ServiceNode> candidates =
                directory.draw(
                        ROUNDS * WANTED,
                        n ->
                                !excluded.contains(n.ed25519())
                                        && !chosen.contains(n.ed25519())
                                        && present.stream()
                                                .allMatch(g -> rules.mayShareAPath(g, n)),
                        random);
        List<ServiceNode> found = new ArrayList<>();
        for (int i = 0; i < candidates.size() && found.size() < count; i += WANTED) {
            if (deadline.isOver()) {
                break;
            }
            for (ServiceNode good :
                    answering(
                            candidates.subList(i, Math.min(i + WANTED, candidates.size())),
                            deadline)) {
                if (found.size() < count
                        && found.stream().allMatch(f -> rules.mayShareAPath(f, good))) {
                    found.add(good);
                }
            }
        }
        return found;
    }

    private List<ServiceNode> answering(List<ServiceNode> candidates, Deadline deadline) {
        List<Callable<Boolean>> tests = new ArrayList<>();
        candidates.forEach(n -> tests.add(() -> probe.guardAnswers(n, deadline)));
        List<ServiceNode> good = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> results = threads.invokeAll(tests);
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).get()) {
                    good.add(candidates.get(i));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A guard's test broke", e.getCause());
        }
        return good;
    }

    /** A path through this guard failed. */
    void failed(ServiceNode guard) {
        failures.add(guard.ed25519());
    }

    void worked(ServiceNode guard) {
        failures.forgive(guard.ed25519());
    }

    synchronized void forget(Ed25519PublicKey node) {
        failures.clear(node);
        if (chosen.remove(node)) {
            save();
        }
    }

    synchronized Set<Ed25519PublicKey> chosen() {
        return new HashSet<>(chosen);
    }

    private void save() {
        ObjectNode saved = Json.object();
        var list = saved.putArray("guards");
        chosen.forEach(key -> list.add(key.hex()));
        memory.write(FILE, saved);
    }
}
