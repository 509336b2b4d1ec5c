/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renews the node list without the seeds seeing us: three nodes are asked through onion paths and
 * what two of them say is believed ({@code protocol/02} §1.4). Networks too small for that, and
 * networks whose nodes do not agree, are asked for at the seeds.
 */
final class ListRefresh {

    private static final Logger LOG = LoggerFactory.getLogger(ListRefresh.class);

    static final int WITNESSES = 3;
    static final int LEAST_AGREED = 24;
    private static final int ATTEMPTS = 4;
    private static final int LARGEST_ANSWER = 16 << 20;

    private final NodeDirectory directory;
    private final OnionRequests onions;
    private final boolean signed;
    private final RandomGenerator random;

    /**
     * @param signed whether what the seeds say can be checked, so that no witnesses are needed
     */
    ListRefresh(
            NodeDirectory directory, OnionRequests onions, boolean signed, RandomGenerator random) {
        this.signed = signed;
        this.directory = directory;
        this.onions = onions;
        this.random = random;
    }

    /** Whether a new list was found. */
    boolean run(Deadline deadline) throws InterruptedException {
        if (!signed && directory.size() >= LEAST_AGREED) {
            for (int i = 0; i < ATTEMPTS && !deadline.isOver(); i++) {
                List<ServiceNode> agreed = ListConsensus.majority(witnesses(deadline));
                if (agreed.size() >= LEAST_AGREED) {
                    directory.replace(agreed);
                    return true;
                }
            }
            LOG.info("The nodes do not agree on a node list: asking the seeds");
        }
        return directory.refreshFromSeeds(deadline);
    }

    /** Three lists, or none. */
    private List<List<ServiceNode>> witnesses(Deadline deadline) throws InterruptedException {
        ObjectNode params = Json.object();
        params.put("endpoint", "get_service_nodes");
        params.set("params", NodeListReader.parameters());
        ObjectNode request = Json.object();
        request.put("method", "oxend_request");
        request.set("params", params);
        byte[] payload = Json.bytes(request);

        List<List<ServiceNode>> lists = new ArrayList<>();
        for (ServiceNode node : directory.draw(WITNESSES, n -> true, random)) {
            try {
                if (onions.ask(node, payload, LARGEST_ANSWER, deadline)
                                instanceof Delivery.Answered answer
                        && answer.status() == 200) {
                    JsonNode body = Json.parseObject(answer.body());
                    lists.add(NodeListReader.readResult(body.path("result")));
                }
            } catch (MalformedAnswerException e) {
                onions.failures().malformed(node, e);
            } catch (NetworkException e) {
                return List.of();
            }
        }
        return lists.size() == WITNESSES ? lists : List.of();
    }
}
