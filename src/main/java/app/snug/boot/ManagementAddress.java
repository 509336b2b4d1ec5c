/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.boot.logging.LogSetUp;
import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Health and metrics at a port of their own are for the same machines as the pages, unless {@code
 * SNUG_MANAGEMENT_ADDRESS} says otherwise. No default of {@code application.yaml}, since Spring
 * Boot does not start with such an address and without such a port.
 */
public final class ManagementAddress
        implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    static final String PROPERTY = "management.server.address";

    @Override
    public int getOrder() {
        return LogSetUp.ORDER + 2;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment settings = event.getEnvironment();
        if (settings.getProperty("management.server.port", "").isBlank()
                || settings.containsProperty(PROPERTY)) {
            return;
        }
        String own = settings.getProperty("snug.management-address", "").strip();
        String address = own.isEmpty() ? settings.getProperty("server.address", "") : own;
        if (!address.isBlank()) {
            settings.getPropertySources()
                    .addLast(
                            new MapPropertySource(
                                    "address of health and metrics",
                                    Map.of(PROPERTY, address.strip())));
        }
    }
}
