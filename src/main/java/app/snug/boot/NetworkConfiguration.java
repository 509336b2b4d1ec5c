/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.network.InvalidDescriptorException;
import app.snug.network.Network;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.protocol.descriptor.SignedDescriptor;
import app.snug.server.node.LocalNetwork;
import app.snug.server.node.NodeHost;
import app.snug.server.node.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The network that {@code SNUG_NETWORK} names; the local one is started first. */
@Configuration(proxyBeanMethods = false)
class NetworkConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkConfiguration.class);

    /** Two, so that not every node keeps every message. */
    private static final int LOCAL_SWARMS = 2;

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(
            name = "snug.network",
            havingValue = SnugSettings.LOCAL_NETWORK,
            matchIfMissing = true)
    @DependsOnDatabaseInitialization
    LocalNetwork localNetwork(
            SnugSettings settings, DataSource database, Clock clock, SecureRandom random) {
        SnugSettings.Local local = settings.local();
        LocalNetwork.Settings nodes =
                LocalNetwork.Settings.DEFAULT
                        .withNodes(local.nodes(), LOCAL_SWARMS)
                        .onPorts(local.seedPort(), local.nodePort());
        try {
            LocalNetwork network =
                    LocalNetwork.open(
                            nodes,
                            settings.networkDirectory().resolve("local"),
                            database,
                            clock,
                            random);
            LOG.info(
                    "The local network runs: {} nodes, seed {}",
                    network.nodes().size(),
                    network.seed());
            return network;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The local network cannot start: "
                            + e.getMessage()
                            + ". SNUG_LOCAL_SEED_PORT and SNUG_LOCAL_NODE_PORT choose its ports,"
                            + " SNUG_DATA_DIR where its keys are.",
                    e);
        } catch (StorageException e) {
            throw new StartRefusedException(
                    "The local network cannot start, since its database does not answer: "
                            + e.getMessage(),
                    e);
        }
    }

    @Bean
    NetworkDescriptor descriptor(SnugSettings settings, ObjectProvider<LocalNetwork> local) {
        LocalNetwork own = local.getIfAvailable();
        return own == null
                ? named(settings.network())
                : NetworkDescriptor.ofPrivate(SnugSettings.LOCAL_NETWORK, List.of(own.seed()));
    }

    @Bean(destroyMethod = "close")
    Network network(
            SnugSettings settings,
            NetworkDescriptor descriptor,
            ObjectProvider<NodeHost> nodes,
            Clock clock,
            SecureRandom random) {
        // If nodes of the network run in this process, they are to answer from the beginning.
        nodes.getIfAvailable();
        Path memory = settings.networkDirectory().resolve("client").resolve(memoryName(descriptor));
        NetworkDescriptor newest = descriptor.orNewer(memory);
        requireCurrent(newest, memory, clock);
        return SessionNetwork.open(newest, NetworkSettings.DEFAULT, clock, random, memory);
    }

    private static NetworkDescriptor named(String where) {
        try {
            return NetworkDescriptor.load(where);
        } catch (InvalidDescriptorException e) {
            throw new StartRefusedException("SNUG_NETWORK is " + e.getMessage(), e);
        }
    }

    /** Who is in a network stays in it; who is new needs a descriptor that is still good. */
    private static void requireCurrent(NetworkDescriptor descriptor, Path memory, Clock clock) {
        SignedDescriptor signed = descriptor.signed();
        if (signed == null || !signed.content().isExpired(clock.instant())) {
            return;
        }
        String sentence =
                "The descriptor of “%s” expired on %s; ask its operators for a newer one."
                        .formatted(
                                descriptor.name(),
                                SignedDescriptor.day(signed.content().expires()));
        if (!NetworkDescriptor.isRemembered(memory)) {
            throw new StartRefusedException("SNUG_NETWORK: " + sentence);
        }
        LOG.warn("{} Until then Snug goes on with it.", sentence);
    }

    /** What is remembered of one network's nodes is of no use in another. */
    private static String memoryName(NetworkDescriptor descriptor) {
        SignedDescriptor signed = descriptor.signed();
        if (signed != null) {
            return "private-" + signed.content().network();
        }
        String start =
                descriptor.seeds().isEmpty()
                        ? ""
                        : "-" + descriptor.seeds().getFirst().url().getRawAuthority();
        return (descriptor.name() + start).replaceAll("[^A-Za-z0-9.-]", "_");
    }
}
