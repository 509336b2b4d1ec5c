/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ComposeFileTest {

    private final String text = read("docker-compose.yml");
    private final Map<String, Object> file =
            new Yaml(new SafeConstructor(new LoaderOptions())).load(text);

    @Test
    void olderAndNewerComposeReadIt() {
        assertThat(file).containsOnlyKeys("services", "networks", "volumes");
    }

    @Test
    void onlyThisMachineReachesSnugWithoutAProxy() {
        assertThat(list(service("snug"), "ports"))
                .singleElement()
                .asString()
                .startsWith("127.0.0.1:");
        assertThat(service("database")).doesNotContainKey("ports");
        assertThat(map(map(file, "networks"), "inside")).containsEntry("internal", true);
        assertThat(list(service("database"), "networks")).isEqualTo(List.of("inside"));
    }

    @Test
    void onlyCaddyMeetsSnugWhereStrangersAreServed() {
        List<?> ofSnug = list(service("snug"), "networks");
        for (String name : map(file, "services").keySet()) {
            if (name.equals("snug") || name.equals("keys")) {
                continue;
            }
            List<Object> shared = new ArrayList<>(list(service(name), "networks"));
            shared.retainAll(ofSnug);
            shared.remove("inside");
            assertThat(shared).as(name).hasSize(name.equals("caddy") ? 1 : 0);
        }
        assertThat(service("keys")).containsEntry("network_mode", "none");
    }

    @Test
    void theDatabaseSeesItsPasswordAndNoServerKey() {
        assertThat(list(service("database"), "volumes"))
                .isEqualTo(List.of("database:/var/lib/postgresql", "password:/run/password:ro"));
        assertThat(map(service("database"), "environment"))
                .containsEntry("POSTGRES_PASSWORD_FILE", "/run/password/database");
        assertThat(list(service("keys"), "volumes"))
                .isEqualTo(List.of("keys:/keys", "password:/password"));
        String making = String.valueOf(list(service("keys"), "command").getFirst());
        assertThat(making.lines().filter(line -> line.contains("/password/")))
                .isNotEmpty()
                .noneMatch(line -> line.contains("server"));
    }

    @Test
    void theNamesOfCaddysAndTheDatabasesContainersAreThoseThatAreCalled() {
        assertThat(read("deploy/Caddyfile")).contains("reverse_proxy {$SNUG_UPSTREAM:snug:8080}");
        assertThat(map(service("snug"), "environment"))
                .containsEntry("SNUG_DATABASE_URL", "jdbc:postgresql://database/snug");
        assertThat(list(service("caddy"), "profiles")).isEqualTo(List.of("caddy"));
    }

    @Test
    void secretsAreFilesAndSnugWritesToItsVolumeAlone() {
        assertThat(map(service("snug"), "environment"))
                .containsKey("SNUG_DATABASE_PASSWORD_FILE")
                .doesNotContainKey("SNUG_DATABASE_PASSWORD");
        assertThat(service("snug")).containsEntry("read_only", true);
        assertThat(list(service("snug"), "cap_drop")).isEqualTo(List.of("ALL"));
        assertThat(list(service("snug"), "volumes"))
                .isEqualTo(List.of("data:/data", "keys:/run/keys:ro"));
    }

    @Test
    void theFileServerIsAskedForAndHasADatabaseOfItsOwn() {
        assertThat(list(service("files"), "profiles")).isEqualTo(List.of("files"));
        assertThat(map(service("files"), "environment"))
                .containsEntry("SNUG_ROLES", "files")
                .doesNotContainKey("SNUG_DATABASE_URL");
        assertThat(list(service("files"), "volumes")).isEqualTo(List.of("files:/data"));
    }

    @Test
    void aNodeIsAskedForAndReachedAtThePortItWasMadeWith() {
        assertThat(list(service("node"), "profiles")).isEqualTo(List.of("node"));
        assertThat(map(service("node"), "environment"))
                .containsEntry("SNUG_ROLES", "node")
                .doesNotContainKey("SNUG_DATABASE_URL");
        assertThat(list(service("node"), "ports"))
                .isEqualTo(List.of("${SNUG_NODE_PORT:-22021}:${SNUG_NODE_PORT:-22021}"));
        assertThat(list(service("node"), "volumes")).isEqualTo(List.of("node:/data"));
    }

    @Test
    void onlyPrivateAddressesAreBelieved() {
        Matcher setting = Pattern.compile("SNUG_TRUSTED_PROXIES:-(.+)}'").matcher(text);
        assertThat(setting.find()).isTrue();
        Pattern trusted = Pattern.compile(setting.group(1));
        for (String address : List.of("172.18.0.4", "192.168.96.2", "10.1.2.3")) {
            assertThat(trusted.matcher(address).matches()).as(address).isTrue();
        }
        for (String address : List.of("172.15.0.4", "172.32.0.1", "8.8.8.8", "110.1.2.3")) {
            assertThat(trusted.matcher(address).matches()).as(address).isFalse();
        }
    }

    @Test
    void everySettingInItIsInTheGuides() {
        String guides = read("docs/install.md") + read("docs/configuration.md");
        Matcher variables = Pattern.compile("\\b(SNUG_[A-Z_]+|[A-Z]+_IMAGE)\\b").matcher(text);
        while (variables.find()) {
            assertThat(guides).contains(variables.group());
        }
    }

    @Test
    void theImagesThatOursIsMadeFromAreInTheGuide() {
        Matcher images = Pattern.compile("ARG ([A-Z]+_IMAGE)").matcher(read("Dockerfile"));
        assertThat(images.results().map(image -> image.group(1)))
                .containsExactly("BUILD_IMAGE", "JAVA_IMAGE", "BASE_IMAGE")
                .allSatisfy(image -> assertThat(read("docs/install.md")).contains(image));
    }

    @Test
    void theImageRunsAsTheUserThatOwnsTheKeys() {
        assertThat(read("Dockerfile"))
                .contains("USER 10001:10001", "HEALTHCHECK", "ARG BASE_IMAGE");
        assertThat(text).contains("chown 10001:10001 /keys/server/key");
    }

    private Map<String, Object> service(String name) {
        return map(map(file, "services"), name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) Objects.requireNonNull(parent.get(key), key);
    }

    private static List<?> list(Map<String, Object> parent, String key) {
        return (List<?>) Objects.requireNonNull(parent.get(key), key);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
