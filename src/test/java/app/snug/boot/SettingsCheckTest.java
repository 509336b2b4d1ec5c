/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.logging.LogLevel;
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
                "server.tomcat.remoteip.internal-proxies; 10.(; SNUG_TRUSTED_PROXIES is no regular"
            })
    void whatCannotBeIsNamed(String property, String value, String sentence) {
        MockEnvironment settings = new MockEnvironment().withProperty(property, value);
        assertThatThrownBy(() -> SettingsCheck.check(settings))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(sentence);
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
