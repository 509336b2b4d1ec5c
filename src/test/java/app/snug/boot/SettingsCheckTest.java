/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

/** A wrong setting ends the start with its name as an operator knows it. */
class SettingsCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "server.port; abc; SNUG_PORT is “abc”; it can be 0 to 65535.",
                "server.port; 65536; SNUG_PORT is “65536”",
                "management.server.port; -1; SNUG_MANAGEMENT_PORT is “-1”",
                "snug.passphrase.passes; 0; SNUG_PASSPHRASE_PASSES is “0”",
                "snug.passphrase.mebibytes; 4096; SNUG_PASSPHRASE_MEBIBYTES is “4096”",
                "server.address; 192.0.2.77; SNUG_ADDRESS is “192.0.2.77”, which is no address",
                "server.address; not an address; SNUG_ADDRESS is “not an address”",
                "snug.management-address; 192.0.2.77; SNUG_MANAGEMENT_ADDRESS is “192.0.2.77”",
                "server.tomcat.remoteip.internal-proxies; 10.(; SNUG_TRUSTED_PROXIES is no regular"
            })
    void whatCannotBeIsNamed(String property, String value, String sentence) {
        MockEnvironment settings = new MockEnvironment().withProperty(property, value);
        assertThatThrownBy(() -> SettingsCheck.check(settings))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "server.port,snug.port,8123",
        "server.address,snug.address,127.0.0.1",
        "management.server.port,snug.management-port,8124",
        "management.server.address,snug.management-address,127.0.0.1",
        "server.tomcat.remoteip.internal-proxies,snug.trusted-proxies,10",
        "logging.level.app.snug,snug.log-level,info"
    })
    void whatLibrariesAreToldIsSetByAVariableAndByAFile(
            String property, String name, String value, @TempDir Path folder) throws Exception {
        String port = name.equals("snug.management-address") ? "snug.management-port: 8124\n" : "";
        Files.writeString(folder.resolve("application.yaml"), port + name + ": " + value + "\n");
        assertThat(started(folder, Map.of()).getProperty(property)).isEqualTo(value);
        Files.writeString(folder.resolve("application.yaml"), port);
        String variable = name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        assertThat(started(folder, Map.of(variable, value)).getProperty(property)).isEqualTo(value);
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    private static Environment started(Path folder, Map<String, Object> variables) {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                variables));
        try (ConfigurableApplicationContext ended =
                new SpringApplicationBuilder(Nothing.class)
                        .environment(settings)
                        .web(WebApplicationType.NONE)
                        .registerShutdownHook(false)
                        .run("--spring.config.additional-location=" + folder.toUri())) {
            return ended.getEnvironment();
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,-,-,-,http://127.0.0.1:8080",
                "0.0.0.0,80,-,-,http://127.0.0.1:80",
                "10.0.0.1,-,-,10.0.0.2,http://10.0.0.1:8080",
                "10.0.0.1,-,9090,-,http://10.0.0.1:9090",
                "10.0.0.1,-,9090,::1,http://[::1]:9090",
                "10.0.0.1,-,9090,0.0.0.0,http://127.0.0.1:9090"
            })
    void theImageAsksWhereHealthIs(
            @Nullable String address,
            @Nullable String port,
            @Nullable String managementPort,
            @Nullable String managementAddress,
            String asked) {
        Map<String, @Nullable String> settings = new HashMap<>();
        settings.put("SNUG_ADDRESS", address);
        settings.put("SNUG_PORT", port);
        settings.put("SNUG_MANAGEMENT_PORT", managementPort);
        settings.put("SNUG_MANAGEMENT_ADDRESS", managementAddress);
        assertThat(
                        HealthCheck.readiness((name, otherwise) ->
                                Objects.requireNonNullElse(settings.get(name), otherwise)))
                .hasToString(asked + "/health/readiness");
    }

    @Test
    void aLevelThatIsNoneIsNamedThoughItIsReadBefore() {
        String property = "logging.level.app.snug";
        Binder settings = new Binder(new MapConfigurationPropertySource(Map.of(property, "loud")));
        Throwable misread = catchThrowable(() -> settings.bind(property, LogLevel.class));
        assertThat(
                        Objects.requireNonNull(new MisreadSettingAnalyzer().analyze(misread))
                                .getDescription())
                .isEqualTo("SNUG_LOG_LEVEL has a value that cannot be read.");
    }

    @ParameterizedTest
    @CsvSource({
        "snug.network, mainnet, true",
        "SNUG_DATABASE_URL, jdbc:postgresql://db/snug, true",
        "spring.application.pid, 7, true",
        "snug.roles, web, true",
        "snug.roles, 'web,node', false",
        "management.server.port, 8081, false",
        "SPRING_PROFILES_ACTIVE, other, false",
        "management.prometheus.metrics.export.enabled, false, false"
    })
    void whatTheBuildFoundIsUsedUnlessASettingChangesTheParts(
            String property, String value, boolean usual) {
        assertThat(Prepared.isUsual(new MockEnvironment().withProperty(property, value)))
                .isEqualTo(usual);
    }

    @Test
    void whatCanBeIsLeftAlone() {
        MockEnvironment settings =
                new MockEnvironment()
                        .withProperty("server.port", "0")
                        .withProperty("management.server.port", "")
                        .withProperty("server.address", "127.0.0.1")
                        .withProperty("snug.passphrase.passes", "64")
                        .withProperty("server.tomcat.remoteip.internal-proxies", "10\\.\\d+");
        assertThatCode(() -> SettingsCheck.check(settings)).doesNotThrowAnyException();
    }
}
