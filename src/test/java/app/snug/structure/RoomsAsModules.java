/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.structure;

import java.util.stream.Stream;
import org.springframework.modulith.core.ApplicationModuleDetectionStrategy;
import org.springframework.modulith.core.ApplicationModuleInformation;
import org.springframework.modulith.core.JavaPackage;
import org.springframework.modulith.core.NamedInterfaces;

/**
 * The rooms as Modulith sees them. The protocol's inner rooms and the server's roles are all
 * surface; of every other room only the root package is.
 */
public class RoomsAsModules implements ApplicationModuleDetectionStrategy {

    @Override
    public Stream<JavaPackage> getModuleBasePackages(JavaPackage rootPackage) {
        return rootPackage.getDirectSubPackages().stream();
    }

    @Override
    public NamedInterfaces detectNamedInterfaces(
            JavaPackage basePackage, ApplicationModuleInformation information) {
        String room = basePackage.getLocalName();
        if (room.equals("protocol") || room.equals("server")) {
            return NamedInterfaces.forOpen(basePackage);
        }
        return NamedInterfaces.of(basePackage, information);
    }
}
