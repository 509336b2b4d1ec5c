/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot;

import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the process has a role. */
abstract class Role implements Condition {

    private final String name;

    private Role(String name) {
        this.name = name;
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                .bind("snug.roles", Bindable.setOf(String.class))
                .orElse(Set.of())
                .contains(name);
    }

    /** {@code node}. */
    static final class Node extends Role {
        Node() {
            super(SnugSettings.NODE);
        }
    }

    /** {@code files}. */
    static final class Files extends Role {
        Files() {
            super(SnugSettings.FILES);
        }
    }
}
