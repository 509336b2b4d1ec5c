/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may use whom (ARCHITECTURE.md). */
class RoomsTest {

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("app.snug");

    @Test
    void aRoomUsesOnlyRoomsBelowIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("boot")
                .definedBy("app.snug.boot..")
                .layer("web")
                .definedBy("app.snug.web..")
                .layer("household")
                .definedBy("app.snug.household..")
                .layer("messenger")
                .definedBy("app.snug.messenger..")
                .layer("server")
                .definedBy("app.snug.server..")
                .layer("network")
                .definedBy("app.snug.network..")
                .layer("outside")
                .definedBy("app.snug.outside..")
                .layer("protocol")
                .definedBy("app.snug.protocol..")
                .layer("crypto")
                .definedBy("app.snug.crypto..")
                .whereLayer("boot")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("web")
                .mayOnlyBeAccessedByLayers("boot")
                .whereLayer("household")
                .mayOnlyBeAccessedByLayers("boot", "web")
                .whereLayer("messenger")
                .mayOnlyBeAccessedByLayers("boot", "web", "household")
                .whereLayer("server")
                .mayOnlyBeAccessedByLayers("boot")
                .whereLayer("outside")
                .mayOnlyBeAccessedByLayers("messenger", "server")
                .whereLayer("network")
                .mayOnlyBeAccessedByLayers("boot", "web", "household", "messenger")
                .check(HOUSE);
    }

    @Test
    void protocolAndCryptoKnowNothingOfSpringDatabasesHttpOrTheClock() {
        noClasses()
                .that()
                .resideInAnyPackage("app.snug.protocol..", "app.snug.crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "java.sql..",
                        "javax.sql..",
                        "java.net..",
                        "jakarta..",
                        "org.slf4j..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage("app.snug.protocol..", "app.snug.crypto..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(java.time.InstantSource.class, "system")
                .orShould()
                .callConstructor(java.security.SecureRandom.class)
                .check(HOUSE);
    }

    @Test
    void networkAndServerAreWiredFromOutside() {
        noClasses()
                .that()
                .resideInAnyPackage("app.snug.network..", "app.snug.server..", "app.snug.outside..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..")
                .check(HOUSE);
    }

    @Test
    void whatServersListenOnKnowsNoneOfThemAndFilesKnowNoNodes() {
        noClasses()
                .that()
                .resideInAPackage("app.snug.server.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("app.snug.server.node..", "app.snug.server.files..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("app.snug.server.files..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("app.snug.server.node..")
                .check(HOUSE);
    }

    @Test
    void theDomainHoldsNoHtmlAndControllersHoldNoSql() {
        noClasses()
                .that()
                .resideInAPackage("app.snug.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage("app.snug.messenger..", "app.snug.household..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.thymeleaf..", "org.springframework.web..", "jakarta.servlet..")
                .check(HOUSE);
    }

    @Test
    void onlyCryptoTouchesPrimitives() {
        noClasses()
                .that()
                .resideOutsideOfPackage("app.snug.crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.crypto..", "java.lang.foreign..")
                .check(HOUSE);
    }

    @Test
    void everyRoomIsNullMarked() {
        assertThat(HOUSE.stream().map(JavaClass::getPackage).distinct())
                .filteredOn(room -> !room.getName().endsWith(".wire"))
                .isNotEmpty()
                .allMatch(room -> room.isAnnotatedWith(NullMarked.class));
    }
}
