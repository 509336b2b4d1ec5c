/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.network.NetworkDescriptor.Seed;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
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
import tools.jackson.databind.node.ObjectNode;

/** Asks all seeds at once for the node list; the first good answer wins. */
final class JsonRpcSeeds implements SeedClient {

    private static final Logger LOG = LoggerFactory.getLogger(JsonRpcSeeds.class);
    private static final int LARGEST_ANSWER = 16 << 20;

    private final List<Seed> seeds;
    private final Duration timeout;
    private final SecureRandom random;

    JsonRpcSeeds(List<Seed> seeds, Duration timeout, SecureRandom random) {
        this.seeds = seeds;
        this.timeout = timeout;
        this.random = random;
    }

    @Override
    public Optional<List<ServiceNode>> fetch(Deadline deadline) throws InterruptedException {
        List<Seed> order = new ArrayList<>(seeds);
        Collections.shuffle(order, random);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            CompletionService<List<ServiceNode>> race = new ExecutorCompletionService<>(threads);
            order.forEach(seed -> race.submit(() -> ask(seed, deadline.atMost(timeout))));
            for (int i = 0; i < order.size(); i++) {
                try {
                    List<ServiceNode> nodes = race.take().get();
                    if (!nodes.isEmpty()) {
                        return Optional.of(nodes);
                    }
                } catch (ExecutionException e) {
                    LOG.info("A seed did not answer: {}", String.valueOf(e.getCause()));
                }
            }
            return Optional.empty();
        } finally {
            threads.shutdownNow();
        }
    }

    private List<ServiceNode> ask(Seed seed, Duration patience)
            throws IOException, InterruptedException, MalformedAnswerException {
        ObjectNode request = Json.object();
        request.put("jsonrpc", "2.0");
        request.put("method", "get_n_service_nodes");
        request.set("params", NodeListReader.parameters());
        PinnedTrust trust = PinnedTrust.isPinned(seed) ? new PinnedTrust(seed) : null;
        try (HttpPost http = HttpPost.trusting(trust, timeout, random)) {
            HttpPost.Response response =
                    http.send(
                            seed.url(),
                            Json.bytes(request),
                            "application/json",
                            LARGEST_ANSWER,
                            patience);
            if (response.status() != 200) {
                throw new IOException(seed.url().getHost() + " answered " + response.status());
            }
            return NodeListReader.readResult(Json.parseObject(response.body()).path("result"));
        }
    }
}
