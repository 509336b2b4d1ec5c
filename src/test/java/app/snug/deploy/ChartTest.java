/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The chart, rendered by Helm itself. */
class ChartTest {

    private static final Path CHART = Path.of("helm/snug");

    @Test
    void helmFindsNothingToCriticise() {
        LintResult result = new Helm(CHART).lint().strict().call();
        assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
    }

    @Test
    void asItComesItIsSnugAndItsPostgresql() throws Exception {
        KubernetesObjects objects = render(chart());
        assertThat(objects.names())
                .containsExactly(
                        "NetworkPolicy snug",
                        "NetworkPolicy snug-database",
                        "Service snug",
                        "Service snug-database",
                        "StatefulSet snug",
                        "StatefulSet snug-database");
        assertThat(settings(objects))
                .containsEntry("SNUG_NETWORK", "local")
                .containsEntry("SNUG_DATABASE_URL", "jdbc:postgresql://snug-database/snug")
                .containsEntry("SNUG_DATABASE_PASSWORD_FILE", "/run/keys/database/password")
                .doesNotContainKey("SNUG_DATABASE_PASSWORD");
    }

    @Test
    void noPodMayDoMoreThanItMust() throws Exception {
        KubernetesObjects objects = render(chart());
        for (String name : List.of("snug", "snug-database")) {
            PodSpec pod = objects.one(StatefulSet.class, name).getSpec().getTemplate().getSpec();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            for (Container container : pod.getContainers()) {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getLivenessProbe()).isNotNull();
                assertThat(container.getReadinessProbe()).isNotNull();
                assertThat(container.getStartupProbe()).isNotNull();
            }
        }
    }

    @Test
    void servicesAndPoliciesFindTheirPods() throws Exception {
        KubernetesObjects objects = render(chart());
        for (String name : List.of("snug", "snug-database")) {
            Map<String, String> labels =
                    objects.one(StatefulSet.class, name)
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getLabels();
            assertThat(labels)
                    .containsAllEntriesOf(objects.one(Service.class, name).getSpec().getSelector())
                    .containsAllEntriesOf(
                            objects.one(NetworkPolicy.class, name)
                                    .getSpec()
                                    .getPodSelector()
                                    .getMatchLabels());
        }
        assertThat(
                        objects.one(NetworkPolicy.class, "snug-database")
                                .getSpec()
                                .getIngress()
                                .getFirst()
                                .getFrom()
                                .getFirst()
                                .getPodSelector()
                                .getMatchLabels())
                .containsEntry("app.kubernetes.io/component", "web");
    }

    @Test
    void anOutsidePostgresqlTakesTheOthersPlace() throws Exception {
        KubernetesObjects objects =
                render(
                        chart().set("postgresql.enabled", "false")
                                .set("database.url", "jdbc:postgresql://db.example.org/snug")
                                .set("database.user", "house")
                                .set("database.secret", "ours")
                                .set("serverKey.secret", "key"));
        assertThat(objects.names())
                .containsExactly("NetworkPolicy snug", "Service snug", "StatefulSet snug");
        assertThat(settings(objects))
                .containsEntry("SNUG_DATABASE_URL", "jdbc:postgresql://db.example.org/snug")
                .containsEntry("SNUG_DATABASE_USER", "house")
                .containsEntry("SNUG_SERVER_KEY_FILE", "/run/keys/server/server-key");
    }

    @Test
    void anIngressKeepsLiveUpdatesOpen() throws Exception {
        Ingress ingress =
                render(
                                chart().set("ingress.enabled", "true")
                                        .set("ingress.host", "chat.example.org")
                                        .set("ingress.tlsSecret", "chat-tls"))
                        .one(Ingress.class, "snug");
        assertThat(ingress.getSpec().getRules().getFirst().getHost()).isEqualTo("chat.example.org");
        assertThat(ingress.getSpec().getTls().getFirst().getSecretName()).isEqualTo("chat-tls");
        assertThat(ingress.getMetadata().getAnnotations())
                .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "3600");
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThatThrownBy(() -> chart().set("postgresql.enabled", "false").call())
                .hasMessageContaining("database");
        assertThatThrownBy(() -> chart().set("ingress.enabled", "true").call())
                .hasMessageContaining("host");
        assertThatThrownBy(() -> chart().set("replicas", "3").call())
                .hasMessageContaining("replicas");
    }

    @Test
    void aMisspeltFieldWouldBeFound() throws Exception {
        KubernetesObjects objects =
                KubernetesObjects.of(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: snug}
                        spec:
                          ports: [{port: 80, targetPrt: http}]
                        """);
        assertThat(objects.unknownFields()).singleElement().asString().endsWith(".targetPrt");
    }

    @Test
    void everySettingOfTheChartIsInTheSchema() throws IOException {
        String schema = Files.readString(CHART.resolve("values.schema.json"));
        for (String line : Files.readAllLines(CHART.resolve("values.yaml"))) {
            if (line.matches("[a-zA-Z]+:.*")) {
                assertThat(schema).contains("\"" + line.substring(0, line.indexOf(':')) + "\"");
            }
        }
    }

    private static TemplateCommand chart() {
        return new Helm(CHART)
                .template()
                .withName("snug")
                .withNamespace("home")
                .withKubeVersion("1.33.0");
    }

    private static KubernetesObjects render(TemplateCommand chart)
            throws ReflectiveOperationException {
        KubernetesObjects objects = KubernetesObjects.of(chart.call());
        assertThat(objects.unknownFields()).isEmpty();
        return objects;
    }

    private static Map<String, String> settings(KubernetesObjects objects) {
        return objects
                .one(StatefulSet.class, "snug")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .stream()
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }
}
