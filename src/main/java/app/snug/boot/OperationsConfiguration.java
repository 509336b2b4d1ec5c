/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.boot.postgres.ConnectionPool;
import app.snug.household.Surroundings;
import app.snug.network.Network;
import app.snug.network.NetworkDescriptor;
import app.snug.server.files.FileServer;
import app.snug.server.node.NodeHost;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** What an operator watches: health for everyone, metrics only at a port kept from the web. */
@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {

    /** PostgreSQL's word for it. */
    private static final String DISK_FULL = "53100";

    @Bean
    @Order(0)
    SecurityFilterChain operations(HttpSecurity http, Environment environment) {
        boolean ownPort = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers(EndpointRequest.to("health")).permitAll();
                    if (ownPort) {
                        requests.anyRequest().permitAll();
                    } else {
                        requests.anyRequest().denyAll();
                    }
                })
                .exceptionHandling(refused ->
                        refused.authenticationEntryPoint((request, response, why) ->
                                response.sendError(HttpServletResponse.SC_NOT_FOUND)))
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    HealthIndicator sessionNetwork(Network network) {
        return () ->
                switch (network.status().connection()) {
                    case READY -> Health.up().build();
                    case CONNECTING -> Health.unknown().build();
                    case OFFLINE -> Health.down().build();
                };
    }

    /** An expired descriptor is for an alarm: the nodes go on with it. */
    @Bean
    @Conditional(Role.Node.class)
    HealthIndicator nodeStanding(NodeHost nodes) {
        return () ->
                switch (nodes.standing()) {
                    case READY -> Health.up().build();
                    case EXPIRED -> Health.status("EXPIRED").build();
                    case NOT_LISTED -> Health.status("NOT_LISTED").build();
                };
    }

    /** A full one still gives what it has. */
    @Bean
    @Conditional(Role.Files.class)
    HealthIndicator fileServerStanding(@Qualifier("fileServer") FileServer files) {
        return () ->
                switch (files.standing()) {
                    case READY -> Health.up().build();
                    case FULL -> Health.status("FULL").build();
                    case FAILING -> Health.down().build();
                };
    }

    @Bean
    MeterBinder fileServerMetrics(ObjectProvider<FileServer> files) {
        return registry ->
                files.forEach(server ->
                        Gauge.builder("snug.files.bytes", server, FileServer::keptBytes)
                                .description("What the file server keeps")
                                .register(registry));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Watch watch(
            HikariDataSource database,
            SnugSettings settings,
            Network network,
            NetworkDescriptor descriptor,
            Clock clock) {
        return new Watch(
                ConnectionPool.lookout(database), settings.dataDir(), network, descriptor, clock);
    }

    /** As JDBC templates have it, and listening for a full disk. */
    @Bean
    SQLExceptionTranslator databaseErrors(ObjectProvider<Watch> watch) {
        SQLExceptionTranslator usual = new SQLExceptionSubclassTranslator();
        return (task, sql, e) -> {
            if (DISK_FULL.equals(e.getSQLState())) {
                watch.ifAvailable(Watch::diskIsFull);
            }
            return usual.translate(task, sql, e);
        };
    }

    /** Its status names the worst trouble. */
    @Bean
    HealthIndicator surroundings(Surroundings around) {
        return () ->
                around.troubles().stream()
                        .findFirst()
                        .map(trouble -> Health.status(trouble.name()).build())
                        .orElseGet(() -> Health.up().build());
    }

    @Bean
    MeterBinder troubles(Surroundings around) {
        return registry -> {
            for (Surroundings.Trouble trouble : Surroundings.Trouble.values()) {
                Gauge.builder("snug.trouble", around, a -> a.troubles().contains(trouble) ? 1 : 0)
                        .description("1 while this is amiss")
                        .tag("what", trouble.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        };
    }

    /** Sums over the whole household: a figure a member would say who writes when. */
    @Bean
    MeterBinder householdMetrics(Network network, JdbcClient database) {
        return registry -> {
            Gauge.builder("snug.network.ready", network, OperationsConfiguration::ready)
                    .description("1 while there is a path through the network")
                    .register(registry);
            Gauge.builder("snug.network.nodes", network, n -> n.status().knownNodes())
                    .description("Nodes of the network that are known")
                    .register(registry);
            Gauge.builder("snug.outbox.waiting", database, OperationsConfiguration::waiting)
                    .description("Messages still to be sent, of all members together")
                    .register(registry);
        };
    }

    private static double ready(Network network) {
        return network.status().connection() == Network.Connection.READY ? 1 : 0;
    }

    private static double waiting(JdbcClient database) {
        return database.sql("select count(*) from outbox where not copy and due_at is not null")
                .query(Long.class)
                .single();
    }
}
