/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.context.annotation.Import;

/** A process that is a node and nothing else: no pages, no accounts. */
@EnableConfigurationProperties(SnugSettings.class)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    FlywayAutoConfiguration.class
})
@Import({
    PrimitivesConfiguration.class,
    DatabaseConfiguration.class,
    NodeConfiguration.class,
    NodeHealthConfiguration.class
})
final class NodeApplication {}
