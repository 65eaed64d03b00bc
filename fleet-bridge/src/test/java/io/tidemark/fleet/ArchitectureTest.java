package io.tidemark.fleet;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
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
import java.time.Clock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What we promise about the shape of this module. Read the rule names; the bodies are for the build. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule nothing_here_knows_how_it_is_watched = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.prometheus..")
            .because("figures are offered, and whoever watches fetches them");

    @ArchTest
    static final ArchRule surplus_knows_only_the_contract_and_java = noClasses()
            .that()
            .resideInAPackage("..surplus..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..", "org.jspecify..", "io.tidemark.exchange.contract..", "io.tidemark.fleet.surplus..")
            .because("it must decide the same in production, in a test and in a simulation");

    @ArchTest
    static final ArchRule the_fleet_does_not_know_the_simulations =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.tidemark.simulations..");

    @ArchTest
    static final ArchRule a_driver_knows_only_the_contract_and_its_rows = noClasses()
            .that()
            .resideInAPackage("..driver..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..",
                    "javax.sql..",
                    "org.jspecify..",
                    "org.slf4j..",
                    // What backends say, and the archives that Ironic keeps.
                    "com.fasterxml.jackson..",
                    "org.apache.commons.compress..",
                    "io.tidemark.exchange.contract..",
                    "io.tidemark.fleet.driver..",
                    "io.tidemark.fleet.jdbc..",
                    "io.tidemark.fleet.surplus..",
                    "javax.crypto..")
            .because("a driver serves whatever fleet there is, and decides nothing");

    @ArchTest
    static final ArchRule the_life_of_a_node_knows_no_particular_driver_and_no_market = noClasses()
            .that()
            .resideInAPackage("..node..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tidemark.fleet.driver.*..", "io.tidemark.exchange.pool..", "io.tidemark.pricing..")
            .because("who wins is decided elsewhere, and what machines there are is configuration");

    @ArchTest
    static final ArchRule the_fleet_starts_no_thread = noClasses()
            .that()
            .resideInAnyPackage("..node..", "..driver..", "..jdbc..")
            .and()
            // Its HTTP client can be interrupted, and whoever is interrupted says so to its own thread.
            .doNotHaveFullyQualifiedName("io.tidemark.fleet.driver.ironic.IronicApi")
            .and()
            // The client of the JDK has threads of its own; here one waits for it, and no longer than it may.
            .doNotHaveFullyQualifiedName("io.tidemark.fleet.driver.http.JsonHttp")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..")
            .because("whoever calls decides when and where");

    @ArchTest
    static final ArchRule nothing_reads_the_wall_clock_or_draws_a_number = noClasses()
            .that()
            // It draws the passwords of the server that it starts.
            .doNotHaveFullyQualifiedName("io.tidemark.fleet.database.ServerHome")
            .should()
            .callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime|randomUUID|random|systemUTC")))
            .orShould()
            .dependOnClassesThat(assignableTo(Clock.class).or(assignableTo(RandomGenerator.class)))
            .because("time is an argument; drivers that poll will be let in by name");

    @ArchTest
    static final ArchRule the_database_knows_nothing_of_what_is_booked = noClasses()
            .that()
            .resideInAPackage("..database..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tidemark.exchange..", "..ledger..", "..settlement..");

    @ArchTest
    static final ArchRule the_ledger_knows_no_task_and_no_route = noClasses()
            .that()
            .resideInAPackage("..ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..settlement..", "org.apache.camel..");

    @ArchTest
    static final ArchRule only_the_database_knows_who_runs_it = noClasses()
            .that()
            .resideOutsideOfPackage("..database..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.zaxxer..", "io.zonky..", "org.flywaydb..", "org.postgresql..");

    @ArchTest
    static final ArchRule only_the_routes_know_camel = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Route")
            .and()
            .doNotHaveSimpleName("Settlement")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("plain classes do the work; Camel says when");

    @ArchTest
    static final ArchRule packages_do_not_depend_in_circles =
            slices().matching("io.tidemark.fleet.(*)..").should().beFreeOfCycles();

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
