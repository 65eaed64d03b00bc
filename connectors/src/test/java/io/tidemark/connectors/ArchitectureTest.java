package io.tidemark.connectors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What we promise about the shape of this module. Read the rule names; the bodies are for the build. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule no_door_knows_the_program_that_it_is_part_of = noClasses()
            .that()
            .resideOutsideOfPackage("..connectors.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..connectors.server..")
            .because("parts are put together in one place");

    @ArchTest
    static final ArchRule the_command_line_is_a_client_like_any_other = noClasses()
            .that()
            .resideInAPackage("..connectors.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.tidemark.exchange..", "io.tidemark.fleet..", "..connectors.rest..", "..connectors.server..")
            .because("what it can do, every client of the API can do");

    @ArchTest
    static final ArchRule the_door_sees_books_and_machines_only_through_its_own_desks = noClasses()
            .that()
            .resideInAPackage("..connectors.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tidemark.fleet..", "io.tidemark.simulations..", "com.hazelcast..")
            .because("a resource parses, calls and renders");

    @ArchTest
    static final ArchRule only_the_fix_door_knows_quickfixj = noClasses()
            .that()
            .resideOutsideOfPackage("..connectors.fix..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("quickfix..", "org.apache.mina..")
            .because("a protocol is one door's business");

    @ArchTest
    static final ArchRule the_fix_door_knows_neither_the_fleet_nor_another_door = noClasses()
            .that()
            .resideInAPackage("..connectors.fix..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.tidemark.fleet..", "io.tidemark.simulations..", "com.hazelcast..", "..connectors.rest..")
            .because("it reads messages, asks the exchange and tells what the log says");

    @ArchTest
    static final ArchRule only_the_metrics_know_prometheus = noClasses()
            .that()
            .resideOutsideOfPackages("..connectors.metrics..", "..connectors.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.prometheus..")
            .because("what is measured must not depend on how it is watched");

    @ArchTest
    static final ArchRule the_audit_speaks_to_no_market_that_runs = noClasses()
            .that()
            .resideInAPackage("..connectors.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.tidemark.exchange.cluster..", "io.tidemark.fleet..", "com.hazelcast..", "..connectors.rest..")
            .because("it proves what is on the disk, whatever a market says");

    @ArchTest
    static final ArchRule packages_do_not_depend_in_circles =
            slices().matching("io.tidemark.connectors.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule every_package_is_null_marked =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    @Test
    void every_package_says_what_it_is_for() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct())
                    .isNotEmpty()
                    .allSatisfy(directory ->
                            assertThat(directory.resolve("package-info.java")).exists());
        }
    }
}
