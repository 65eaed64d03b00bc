package io.tidemark.simulations;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
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
    static final ArchRule demand_knows_no_framework = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..simulations.statistics..",
                    "..simulations.report..",
                    "..simulations.document..",
                    "..simulations.scenario..",
                    "..simulations.run..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.jspecify..", "org.apache.commons.rng..", "io.tidemark..")
            .because("a market in a simulation is the market, driven by something else");

    @ArchTest
    static final ArchRule statistics_know_only_numbers = noClasses()
            .that()
            .resideInAPackage("..simulations.statistics..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..",
                    "org.jspecify..",
                    "org.apache.commons.statistics..",
                    "io.tidemark.simulations.statistics..")
            .because("a mean must not know what it is a mean of");

    @ArchTest
    static final ArchRule only_streams_know_where_numbers_come_from = noClasses()
            .that()
            .resideOutsideOfPackage("..simulations.random..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.commons.rng.simple..")
            .because("a number that is not drawn from a named stream cannot be drawn again");

    @ArchTest
    static final ArchRule nothing_reads_the_wall_clock_or_the_random_numbers_of_java = noClasses()
            .should()
            .callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime|randomUUID|random|systemUTC")))
            .orShould()
            .dependOnClassesThat(assignableTo(Clock.class).or(assignableTo(RandomGenerator.class)))
            .because("a run is a seed and a commit, and nothing else");

    @ArchTest
    static final ArchRule sines_and_logarithms_are_the_same_on_every_machine = noClasses()
            .should()
            .callMethodWhere(target(owner(type(Math.class)))
                    .and(target(nameMatching("sin|cos|tan|exp|log|log10|pow|cbrt|hypot|sinh|cosh|tanh"))))
            .because("StrictMath gives the same bits everywhere, Math need not");

    @ArchTest
    static final ArchRule packages_do_not_depend_in_circles =
            slices().matching("io.tidemark.simulations.(*)..").should().beFreeOfCycles();

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
