/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.boot.command.Commands;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Snug in the roles named by {@code SNUG_ROLES}, or carries out a command. */
@SpringBootApplication(scanBasePackages = "app.snug")
@ConfigurationPropertiesScan("app.snug")
public class SnugApplication {

    public static void main(String[] args) {
        List<String> words = Arrays.asList(args);
        if (Commands.handle(words)) {
            System.exit(commands().run(args));
        }
        if (Commands.isRun(words)) {
            int refused = commands().run(args);
            if (refused != 0) {
                System.exit(refused);
            }
            runServers("--snug.roles=" + SnugSettings.NODE);
        } else if (hasNoPages(setting("SNUG_ROLES", SnugSettings.WEB))) {
            runServers(args);
        } else {
            SpringApplication.run(SnugApplication.class, args);
        }
    }

    private static Commands commands() {
        return new Commands(
                Path.of(setting("SNUG_DATA_DIR", "./data")),
                Clock.systemUTC(),
                new SecureRandom(),
                System.out,
                System.err);
    }

    private static boolean hasNoPages(String roles) {
        return Arrays.stream(roles.split(","))
                .map(String::strip)
                .noneMatch(SnugSettings.WEB::equals);
    }

    private static void runServers(String... args) {
        new SpringApplicationBuilder(ServerApplication.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.keep-alive=true")
                .run(args);
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
