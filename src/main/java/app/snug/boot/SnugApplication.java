/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import app.snug.boot.command.Commands;
import app.snug.messenger.MessengerConfiguration;
import java.io.IOException;
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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Starts Snug in the roles named by {@code SNUG_ROLES}, or carries out a command. */
// What is looked through for parts delays every start, so only rooms that have many.
@SpringBootApplication(scanBasePackages = {"app.snug.boot", "app.snug.household", "app.snug.web"})
@Import(MessengerConfiguration.class)
@ConfigurationPropertiesScan({"app.snug.boot", "app.snug.household"})
public class SnugApplication {

    public static void main(String[] args) throws IOException {
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
            runPages(args);
        }
    }

    private static void runPages(String... args) throws IOException {
        SpringApplication pages = new SpringApplication(SnugApplication.class);
        pages.addListeners(new Prepared());
        ConfigurableApplicationContext snug = pages.run(args);
        if (Rehearsal.isWished()) {
            Rehearsal.hold(snug.getEnvironment());
            System.exit(SpringApplication.exit(snug));
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
