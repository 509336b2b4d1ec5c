/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.protocol.descriptor.DescriptorException;
import app.snug.protocol.descriptor.Node;
import app.snug.protocol.descriptor.SignedDescriptor;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The nodes of a network with a signed descriptor. Any of them is a seed, and none has to be
 * believed: a newer descriptor is followed only if enough operators signed it.
 */
final class SignedSeeds implements SeedClient {

    static final String FILE = "descriptor.json";

    private static final Logger LOG = LoggerFactory.getLogger(SignedSeeds.class);
    private static final String PATH = "/network/v1/descriptor";
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final int AT_ONCE = 3;
    private static final int ROUNDS = 3;
    private static final int OK = 200;
    private static final int THE_SAME = 204;

    private final Duration timeout;
    private final MemoryFiles memory;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile SignedDescriptor inForce;

    SignedSeeds(
            SignedDescriptor inForce,
            Duration timeout,
            MemoryFiles memory,
            InstantSource clock,
            SecureRandom random) {
        this.inForce = inForce;
        this.timeout = timeout;
        this.memory = memory;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<List<ServiceNode>> fetch(Deadline deadline) throws InterruptedException {
        List<Node> seeds = new ArrayList<>(inForce.content().nodes());
        Collections.shuffle(seeds, random);
        for (int round = 0; round < ROUNDS && !deadline.isOver(); round++) {
            int from = Math.min(round * AT_ONCE, seeds.size());
            List<Node> few = seeds.subList(from, Math.min(from + AT_ONCE, seeds.size()));
            if (meet(few, deadline.atMost(timeout))) {
                memory.write(FILE, json(inForce));
                return Optional.of(nodes(inForce));
            }
        }
        return Optional.empty();
    }

    static List<ServiceNode> nodes(SignedDescriptor descriptor) {
        return descriptor.content().nodes().stream()
                .map(node ->
                        new ServiceNode(
                                node.key(), node.x25519(), node.host(), node.port(), node.swarm()))
                .toList();
    }

    private static JsonNode json(SignedDescriptor descriptor) {
        try {
            return Json.parse(descriptor.write());
        } catch (MalformedAnswerException e) {
            throw new IllegalStateException("What was written is JSON", e);
        }
    }

    /** Whether one of them answered as a node of this network does. */
    private boolean meet(List<Node> few, Duration patience) throws InterruptedException {
        byte[] ours = inForce.write();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            CompletionService<Boolean> answers = new ExecutorCompletionService<>(threads);
            few.forEach(node -> answers.submit(() -> isMet(node, ours, patience)));
            boolean met = false;
            for (int i = 0; i < few.size(); i++) {
                try {
                    met |= answers.take().get();
                } catch (ExecutionException e) {
                    LOG.info("A node did not answer: {}", String.valueOf(e.getCause()));
                }
            }
            return met;
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean isMet(Node node, byte[] ours, Duration patience)
            throws IOException, InterruptedException {
        try (HttpPost http = HttpPost.trusting(new NodeTrust(), patience, random)) {
            HttpPost.Response response =
                    http.send(
                            URI.create("https://" + node.address() + PATH),
                            ours,
                            "application/json",
                            LARGEST_ANSWER,
                            patience);
            return response.status() == THE_SAME
                    || (response.status() == OK && isOfThisNetwork(response.body()));
        }
    }

    private synchronized boolean isOfThisNetwork(byte[] answer) {
        try {
            SignedDescriptor offered = SignedDescriptor.read(answer);
            offered.requireSuccessorOf(inForce, clock.instant());
            if (offered.content().serial() > inForce.content().serial()) {
                inForce = offered;
                LOG.info(
                        "“{}” has {} nodes now, by descriptor {}",
                        offered.content().name(),
                        offered.content().nodes().size(),
                        offered.content().serial());
            }
            return true;
        } catch (DescriptorException e) {
            if (e.flaw() == DescriptorException.Flaw.OLDER) {
                return true;
            }
            LOG.warn("A node's descriptor is not followed. {}", e.getMessage());
            return false;
        }
    }
}
