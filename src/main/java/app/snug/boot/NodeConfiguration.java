/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.protocol.descriptor.DescriptorException;
import app.snug.server.node.NodeHost;
import app.snug.server.node.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** This household's nodes of a private network, if the process has the role {@code node}. */
@Configuration(proxyBeanMethods = false)
@Conditional(Role.Node.class)
class NodeConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(NodeConfiguration.class);

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    NodeHost nodeHost(
            SnugSettings settings, DataSource database, Clock clock, SecureRandom random) {
        Path directory = settings.nodeDirectory();
        if (!NodeHost.hasDescriptor(directory)) {
            throw new StartRefusedException(
                    "SNUG_ROLES says node, but there is no network in "
                            + directory
                            + ": ./snug node init, then ./snug node run FILE.");
        }
        try {
            NodeHost host =
                    NodeHost.open(directory, NodeHost.Settings.DEFAULT, database, clock, random);
            LOG.info("The nodes of this household run in “{}”", host.membership().content().name());
            return host;
        } catch (IOException | StorageException e) {
            throw new StartRefusedException("The node cannot start: " + e.getMessage(), e);
        } catch (DescriptorException e) {
            throw new StartRefusedException(
                    "The node cannot start. "
                            + directory.resolve(NodeHost.DESCRIPTOR)
                            + " cannot be used. "
                            + e.getMessage(),
                    e);
        }
    }
}
