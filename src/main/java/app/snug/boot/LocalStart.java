/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.server.node.LocalNetwork;
import app.snug.server.node.storage.StorageException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;

/**
 * Starts the nodes of the local network when pages are served already. Whoever opens a page
 * meanwhile reads that it is connecting. A start still ends when they run, or with the sentence
 * that says why they do not.
 */
final class LocalStart {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStart.class);

    private final @Nullable LocalNetwork network;
    private final CountDownLatch over;

    /**
     * @param network none if the network is elsewhere
     */
    LocalStart(@Nullable LocalNetwork network) {
        this.network = network;
        this.over = new CountDownLatch(network == null ? 0 : 1);
    }

    /** Over when the nodes run; at once if there are none. */
    CountDownLatch over() {
        return over;
    }

    @EventListener
    void pagesAreServed(AvailabilityChangeEvent<ReadinessState> event) {
        if (network == null
                || event.getState() != ReadinessState.ACCEPTING_TRAFFIC
                || over.getCount() == 0) {
            return;
        }
        try {
            network.run();
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The local network cannot start: "
                            + e.getMessage()
                            + ". SNUG_LOCAL_NODE_PORT chooses its ports, SNUG_DATA_DIR where its"
                            + " keys are.",
                    e);
        } catch (StorageException e) {
            throw new StartRefusedException(
                    "The local network cannot start, since its database does not answer: "
                            + e.getMessage(),
                    e);
        }
        if (network.nodes().isEmpty()) {
            // Closed while it started.
            return;
        }
        LOG.info(
                "The local network runs: {} nodes, seed {}",
                network.nodes().size(),
                network.seed());
        over.countDown();
    }
}
