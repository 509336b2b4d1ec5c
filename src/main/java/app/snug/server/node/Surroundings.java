/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.server.node;

import app.snug.server.node.membership.Membership;
import app.snug.server.node.onion.ServerExit;
import app.snug.server.node.storage.SwarmDatabase;
import app.snug.server.node.swarm.PeerConnections;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the nodes of a process share.
 *
 * @param scheduler for the start of regular work, which itself runs on virtual threads
 */
public record Surroundings(
        SwarmDatabase database,
        Membership membership,
        PeerConnections connections,
        ServerExit exit,
        ScheduledExecutorService scheduler,
        InstantSource clock,
        SecureRandom random) {}
