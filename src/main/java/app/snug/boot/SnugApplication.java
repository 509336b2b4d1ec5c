/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Snug in the roles named by {@code SNUG_ROLES}. */
@SpringBootApplication(scanBasePackages = "app.snug")
@ConfigurationPropertiesScan("app.snug")
public class SnugApplication {

    public static void main(String[] args) {
        SpringApplication.run(SnugApplication.class, args);
    }
}
