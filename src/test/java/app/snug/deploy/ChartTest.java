/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart, rendered by Helm itself. */
class ChartTest {

    private static final Path CHART = Path.of("helm/snug");
    private static final String STREET = "{\n  \"name\" : \"our street\"\n}\n";

    @TempDir Path folder;

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
        assertThat(settings(objects, "snug"))
                .containsEntry("SNUG_NETWORK", "local")
                .containsEntry("SNUG_DATABASE_URL", "jdbc:postgresql://snug-database/snug")
                .containsEntry("SNUG_DATABASE_PASSWORD_FILE", "/run/keys/database/password")
                .doesNotContainKey("SNUG_DATABASE_PASSWORD");
    }

    @Test
    void noPodMayDoMoreThanItMust() throws Exception {
        KubernetesObjects objects = render(street());
        for (String name : List.of("snug", "snug-database", "snug-node", "snug-files")) {
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
        KubernetesObjects objects = render(street());
        for (String name : List.of("snug", "snug-database", "snug-node", "snug-files")) {
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
    void aNodeIsMadeFirstAndRunsOnceItsNetworkIsSigned() throws Exception {
        TemplateCommand alone = chart().set("node.enabled", "true").set("node.host", "203.0.113.7");
        KubernetesObjects made = render(alone);
        assertThat(made.names())
                .contains(
                        "Job snug-node-keys-1",
                        "PersistentVolumeClaim snug-node",
                        "Service snug-node",
                        "NetworkPolicy snug-node")
                .doesNotContain("StatefulSet snug-node", "ConfigMap snug-network");
        PodSpec maker = made.one(Job.class, "snug-node-keys-1").getSpec().getTemplate().getSpec();
        assertThat(maker.getContainers().getFirst().getArgs())
                .containsExactly("node", "init", "--host", "203.0.113.7", "--port", "22021");

        KubernetesObjects running = render(street());
        assertThat(running.names()).doesNotContain("Job snug-node-keys-1");
        PodSpec node =
                running.one(StatefulSet.class, "snug-node").getSpec().getTemplate().getSpec();
        assertThat(node.getContainers().getFirst().getArgs())
                .containsExactly("node", "run", "/run/network/network.json");
        for (PodSpec each : List.of(maker, node)) {
            assertThat(each.getVolumes())
                    .filteredOn(volume -> volume.getName().equals("data"))
                    .singleElement()
                    .satisfies(volume ->
                            assertThat(volume.getPersistentVolumeClaim().getClaimName())
                                    .isEqualTo("snug-node"));
        }
        assertThat(running.one(ConfigMap.class, "snug-network").getData())
                .containsEntry("network.json", STREET);
        assertThat(settings(running, "snug"))
                .as("the household's own network")
                .containsEntry("SNUG_NETWORK", "/run/network/network.json");
    }

    @Test
    void nodesAndFileServersAreReachedFromEverywhereAtThePortTheyListenOn() throws Exception {
        KubernetesObjects objects = render(street());
        assertThat(settings(objects, "snug-files"))
                .containsEntry("SNUG_ROLES", "files")
                .containsEntry("SNUG_FILES_PORT", "31031")
                .containsEntry("SNUG_FILES_SPACE", "20GB")
                .doesNotContainKey("SNUG_DATABASE_URL");
        for (Map.Entry<String, Integer> server :
                Map.of("node", 22_021, "files", 31_031).entrySet()) {
            String name = "snug-" + server.getKey();
            ServicePort reached = objects.one(Service.class, name).getSpec().getPorts().getFirst();
            assertThat(reached.getPort()).isEqualTo(server.getValue());
            assertThat(
                            objects.one(StatefulSet.class, name)
                                    .getSpec()
                                    .getTemplate()
                                    .getSpec()
                                    .getContainers()
                                    .getFirst()
                                    .getPorts())
                    .filteredOn(port -> port.getName().equals(reached.getTargetPort().getStrVal()))
                    .extracting(ContainerPort::getContainerPort)
                    .containsExactly(server.getValue());
            var rules = objects.one(NetworkPolicy.class, name).getSpec().getIngress();
            assertThat(rules.getFirst().getFrom()).as("from everywhere").isEmpty();
            assertThat(rules.getFirst().getPorts())
                    .singleElement()
                    .satisfies(port ->
                            assertThat(port.getPort().getStrVal()).isEqualTo(server.getKey()));
            assertThat(rules.getLast().getFrom()).as("health from the cluster").isNotEmpty();
        }
        assertThat(
                        objects.one(Service.class, "snug-files")
                                .getSpec()
                                .getPorts()
                                .getFirst()
                                .getNodePort())
                .isEqualTo(31_031);
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
        assertThat(settings(objects, "snug"))
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
                .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "3600")
                .containsEntry("nginx.ingress.kubernetes.io/proxy-body-size", "330m");
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThatThrownBy(() -> chart().set("postgresql.enabled", "false").call())
                .hasMessageContaining("database");
        assertThatThrownBy(() -> chart().set("ingress.enabled", "true").call())
                .hasMessageContaining("host");
        assertThatThrownBy(() -> chart().set("replicas", "3").call())
                .hasMessageContaining("replicas");
        assertThatThrownBy(() -> chart().set("node.enabled", "true").call())
                .hasMessageContaining("host");
        assertThatThrownBy(() -> street().set("files.port", "22031").call())
                .as("a NodePort that Kubernetes does not give")
                .hasMessageContaining("port");
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

    /** With a node and a file server of a network of one's own. */
    private TemplateCommand street() throws IOException {
        return chart().set("node.enabled", "true")
                .set("node.host", "203.0.113.7")
                .set("files.enabled", "true")
                .set("files.port", "31031")
                .set("files.service.type", "NodePort")
                .setFile(
                        "descriptor", Files.writeString(folder.resolve("our-street.json"), STREET));
    }

    private static KubernetesObjects render(TemplateCommand chart)
            throws ReflectiveOperationException {
        KubernetesObjects objects = KubernetesObjects.of(chart.call());
        assertThat(objects.unknownFields()).isEmpty();
        return objects;
    }

    private static Map<String, String> settings(KubernetesObjects objects, String name) {
        return objects
                .one(StatefulSet.class, name)
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
