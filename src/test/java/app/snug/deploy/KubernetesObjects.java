/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rendered YAML, read into Kubernetes' own types. */
record KubernetesObjects(List<HasMetadata> all) {

    static KubernetesObjects of(String yaml) {
        KubernetesSerialization reader = new KubernetesSerialization();
        List<HasMetadata> objects = new ArrayList<>();
        for (String document : yaml.split("(?m)^---.*$")) {
            if (document.lines().anyMatch(line -> line.startsWith("kind:"))) {
                objects.add((HasMetadata) reader.<Object>unmarshal(document));
            }
        }
        return new KubernetesObjects(List.copyOf(objects));
    }

    <T extends HasMetadata> T one(Class<T> kind, String name) {
        return all.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(object -> object.getMetadata().getName().equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError("There is no " + kind + " " + name));
    }

    /** Kind and name of each. */
    List<String> names() {
        return all.stream()
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** Fields that Kubernetes does not know: it would drop them silently. */
    List<String> unknownFields() throws ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (HasMetadata object : all) {
            unknownFields(object, object.getKind(), found);
        }
        return found;
    }

    private static void unknownFields(@Nullable Object value, String where, List<String> found)
            throws ReflectiveOperationException {
        switch (value) {
            case null -> {}
            case Collection<?> values -> {
                for (Object each : values) {
                    unknownFields(each, where + "[]", found);
                }
            }
            case Map<?, ?> values -> {
                for (Map.Entry<?, ?> each : values.entrySet()) {
                    unknownFields(each.getValue(), where + "." + each.getKey(), found);
                }
            }
            default -> {
                if (value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model.")
                        && !value.getClass().isEnum()) {
                    unknownFieldsOfObject(value, where, found);
                }
            }
        }
    }

    private static void unknownFieldsOfObject(Object value, String where, List<String> found)
            throws ReflectiveOperationException {
        for (Method getter : value.getClass().getMethods()) {
            if (!getter.getName().startsWith("get")
                    || getter.getParameterCount() > 0
                    || getter.getDeclaringClass() == Object.class) {
                continue;
            }
            if (getter.getName().equals("getAdditionalProperties")) {
                ((Map<?, ?>) getter.invoke(value))
                        .keySet()
                        .forEach(key -> found.add(where + "." + key));
            } else {
                unknownFields(getter.invoke(value), where + "." + getter.getName(), found);
            }
        }
    }
}
