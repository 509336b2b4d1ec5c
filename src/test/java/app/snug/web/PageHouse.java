/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.network.Files;
import app.snug.network.Network;
import app.snug.network.Swarms;
import app.snug.testing.TestDatabase;
import app.snug.testing.TravellingClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** All pages over a real household, and a messenger in memory. */
@TestComponent
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan(
        basePackages = {"app.snug.household", "app.snug.web"},
        excludeFilters =
                @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
@Import(People.class)
public class PageHouse {

    /** A Tuesday. */
    public static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @Bean(destroyMethod = "close")
    TestDatabase database() {
        return TestDatabase.fresh();
    }

    @Bean
    DataSource dataSource(TestDatabase database) {
        // Wrapped, since the database closes it.
        return new DelegatingDataSource(database.dataSource());
    }

    @Bean
    TravellingClock clock() {
        return new TravellingClock(NOW);
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    MemoryMessenger messenger(InstantSource clock) {
        return new MemoryMessenger(clock);
    }

    @Bean
    MemoryResponses responses(MemoryMessenger messenger) {
        return new MemoryResponses(messenger);
    }

    @Bean
    MemoryPreferences preferences() {
        return new MemoryPreferences();
    }

    @Bean
    MemoryNotices notices() {
        return new MemoryNotices();
    }

    @Bean
    MemoryFiles attachments() {
        return new MemoryFiles();
    }

    @Bean
    MemorySearch search(
            MemoryMessenger messenger, MemoryFiles attachments, MemoryResponses responses) {
        return new MemorySearch(messenger, attachments, responses);
    }

    @Bean
    MemoryRemovals removals(MemoryMessenger messenger) {
        return new MemoryRemovals(messenger);
    }

    @Bean
    MemoryTrimming trimming() {
        return new MemoryTrimming();
    }

    @Bean
    MemoryChoices choices(MemoryMessenger messenger) {
        return new MemoryChoices(messenger);
    }

    @Bean
    TestSurroundings surroundings() {
        return new TestSurroundings();
    }

    @Bean
    TestFiles files() {
        return new TestFiles();
    }

    @Bean
    Network network(TestFiles files) {
        return new Network() {
            @Override
            public Swarms swarms() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Files files() {
                return files;
            }

            @Override
            public InstantSource clock() {
                return InstantSource.system();
            }

            @Override
            public Status status() {
                return new Status(Connection.CONNECTING, List.of(), 10);
            }

            @Override
            public void close() {}
        };
    }
}
