/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.network.InvalidDescriptorException;
import app.snug.network.Network;
import app.snug.network.NetworkDescriptor;
import app.snug.network.NetworkSettings;
import app.snug.network.SessionNetwork;
import app.snug.protocol.descriptor.SignedDescriptor;
import app.snug.server.files.FileServer;
import app.snug.server.files.FileServerKey;
import app.snug.server.files.FileServerSettings;
import app.snug.server.node.LocalNetwork;
import app.snug.server.node.NodeHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The network that {@code SNUG_NETWORK} names; of the local one the nodes follow with {@link
 * LocalStart}.
 */
@Configuration(proxyBeanMethods = false)
class NetworkConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkConfiguration.class);

    private static final String LOOPBACK = "127.0.0.1";

    /** Two, so that not every node keeps every message. */
    private static final int LOCAL_SWARMS = 2;

    @Bean(destroyMethod = "close")
    @Conditional(LocalOne.class)
    @DependsOnDatabaseInitialization
    @Nullable FileServer localFileServer(
            SnugSettings settings, DataSource database, Clock clock, SecureRandom random) {
        if (!settings.hasLocalNetwork()) {
            return null;
        }
        Path directory = settings.networkDirectory().resolve("local").resolve("files");
        try {
            return FileServer.start(
                    FileServerSettings.DEFAULT.on(LOOPBACK, settings.local().filePort()),
                    FileServerKey.load(directory, random),
                    database,
                    directory.resolve("stored"),
                    clock,
                    random);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The local network's file server cannot start: "
                            + e.getMessage()
                            + ". SNUG_LOCAL_FILE_PORT chooses its port, SNUG_DATA_DIR where its"
                            + " files are.",
                    e);
        }
    }

    @Bean(destroyMethod = "close")
    @Conditional(LocalOne.class)
    @DependsOnDatabaseInitialization
    @Nullable LocalNetwork localNetwork(
            SnugSettings settings,
            @Qualifier("localFileServer") ObjectProvider<FileServer> files,
            DataSource database,
            Clock clock,
            SecureRandom random) {
        if (!settings.hasLocalNetwork()) {
            return null;
        }
        SnugSettings.Local local = settings.local();
        LocalNetwork.Settings nodes =
                LocalNetwork.Settings.DEFAULT
                        .withNodes(local.nodes(), LOCAL_SWARMS)
                        .onPorts(local.seedPort(), local.nodePort())
                        .withExits(List.of(LOOPBACK + ":" + files.getObject().port()));
        try {
            return LocalNetwork.prepare(
                    nodes, settings.networkDirectory().resolve("local"), database, clock, random);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The local network cannot start: "
                            + e.getMessage()
                            + ". SNUG_LOCAL_SEED_PORT chooses its port.",
                    e);
        }
    }

    @Bean
    LocalStart localStart(ObjectProvider<LocalNetwork> network) {
        return new LocalStart(network.getIfAvailable());
    }

    @Bean
    NetworkDescriptor descriptor(
            SnugSettings settings,
            ObjectProvider<LocalNetwork> local,
            @Qualifier("localFileServer") ObjectProvider<FileServer> files) {
        LocalNetwork nodes = local.getIfAvailable();
        if (nodes == null) {
            return named(settings.network());
        }
        FileServer server = files.getObject();
        return NetworkDescriptor.ofPrivate(SnugSettings.LOCAL_NETWORK, List.of(nodes.seed()))
                .withFileServer(
                        new NetworkDescriptor.FileServer(
                                URI.create("http://" + LOOPBACK + ":" + server.port()),
                                server.onionKey()));
    }

    @Bean(destroyMethod = "close")
    Network network(
            SnugSettings settings,
            NetworkDescriptor descriptor,
            ObjectProvider<NodeHost> nodes,
            LocalStart local,
            Clock clock,
            SecureRandom random) {
        // If nodes of the network run in this process, they are to answer from the beginning.
        nodes.getIfAvailable();
        Path memory = settings.networkDirectory().resolve("client").resolve(memoryName(descriptor));
        NetworkDescriptor newest = descriptor.orNewer(memory);
        requireCurrent(newest, memory, clock);
        return SessionNetwork.open(
                newest, NetworkSettings.DEFAULT, clock, random, memory, local.over());
    }

    /** The network is the local one. */
    static final class LocalOne implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Prepared.isBeingMade()
                    || context.getEnvironment()
                            .getProperty("snug.network", SnugSettings.LOCAL_NETWORK)
                            .equals(SnugSettings.LOCAL_NETWORK);
        }
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
