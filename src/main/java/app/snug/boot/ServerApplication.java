/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.context.annotation.Import;

/** A process of servers alone, such as a node: no pages, no accounts. */
@EnableConfigurationProperties(SnugSettings.class)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    FlywayAutoConfiguration.class
})
@Import({
    PrimitivesConfiguration.class,
    DatabaseConfiguration.class,
    NodeConfiguration.class,
    FilesConfiguration.class,
    ServerHealthConfiguration.class
})
final class ServerApplication {}
