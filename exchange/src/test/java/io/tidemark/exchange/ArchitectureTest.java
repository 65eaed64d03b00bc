package io.tidemark.exchange;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What we promise about the shape of this code. Read the rule names; the bodies are for the build. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.tidemark.exchange.";
    private static final String[] CORE = {
        ROOT + "contract..",
        ROOT + "lookup..",
        ROOT + "book..",
        ROOT + "auction..",
        ROOT + "spot..",
        ROOT + "clearing..",
        ROOT + "pool.."
    };

    private static final Set<String> FLOATING =
            Set.of("double", "float", "double[]", "float[]", "java.lang.Double", "java.lang.Float");

    private static final DescribedPredicate<JavaClass> FLOATING_POINT =
            DescribedPredicate.describe("floating point", type -> FLOATING.contains(type.getName()));

    @ArchTest
    static final ArchRule nothing_here_knows_how_it_is_watched = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.prometheus..")
            .because("figures are offered, and whoever watches fetches them");

    @ArchTest
    static final ArchRule the_core_knows_no_framework = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(allowedIn(
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.math..",
                    "org.agrona.collections..",
                    // Values as bytes: pure as well, and beneath the core.
                    ROOT + "wire..",
                    "org.jspecify.."))
            .because("it must replay the same on every node and in every test");

    @ArchTest
    static final ArchRule the_core_knows_no_input_output_and_no_threads = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..", "java.nio..", "java.net..", "java.util.concurrent..", "java.util.logging..");

    @ArchTest
    static final ArchRule the_core_reads_no_clock_and_throws_no_dice = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime|randomUUID|identityHashCode")))
            .orShould()
            .dependOnClassesThat(assignableTo(Clock.class)
                    .or(assignableTo(RandomGenerator.class))
                    .or(assignableTo(Random.class)));

    @ArchTest
    static final ArchRule the_core_reads_no_default_of_the_machine = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethodWhere(target(nameMatching("systemDefault|getDefault|getProperty|getenv")))
            .because("another locale or time zone must give the same events");

    @ArchTest
    static final ArchRule the_core_keeps_whole_numbers = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(CORE)
            .should()
            .haveRawType(FLOATING_POINT)
            .because("prices are ticks, money is micro-dollars, times are milliseconds");

    @ArchTest
    static final ArchRule the_core_takes_and_gives_whole_numbers = noCodeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(CORE)
            .should()
            .haveRawReturnType(FLOATING_POINT)
            .orShould()
            .haveRawParameterTypes(DescribedPredicate.describe(
                    "with floating point", types -> types.stream().anyMatch(FLOATING_POINT)));

    @ArchTest
    static final ArchRule only_the_cluster_knows_hazelcast = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hazelcast..")
            .because("it is the memory and the routing, never the safety argument");

    @ArchTest
    static final ArchRule duties_know_nothing_of_pools = noClasses()
            .that()
            .resideInAPackage(ROOT + "duty..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "pool..", ROOT + "cluster..", ROOT + "feed..")
            .because("who does what is shared out in the same way whatever it is");

    @ArchTest
    static final ArchRule only_what_is_named_after_postgresql_knows_a_database = noClasses()
            .that()
            .resideOutsideOfPackage("..postgres..")
            .and()
            .haveNameNotMatching(".*\\.Postgres\\w*(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
            .because("everything else is the same on one machine and on several");

    @ArchTest
    static final ArchRule packages_do_not_depend_in_circles =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_contract_knows_no_other_room = noClasses()
            .that()
            .resideInAPackage(ROOT + "contract..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + "book..", ROOT + "auction..", ROOT + "spot..", ROOT + "clearing..", ROOT + "pool..");

    @ArchTest
    static final ArchRule the_book_knows_nothing_of_money_and_titles = noClasses()
            .that()
            .resideInAPackage(ROOT + "book..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "clearing..", ROOT + "spot..", ROOT + "pool..");

    @ArchTest
    static final ArchRule a_snapshot_is_bytes_to_whoever_keeps_it = noClasses()
            .that()
            .resideInAPackage(ROOT + "snapshot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "pool..", ROOT + "wire..", ROOT + "cluster..", "com.hazelcast..")
            .because("what another release wrote can be kept, told from damage, and thrown away");

    @ArchTest
    static final ArchRule the_audit_knows_only_the_journal = noClasses()
            .that()
            .resideInAPackage(ROOT + "audit..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.jspecify..", ROOT + "audit..", ROOT + "journal..")
            .because("whoever proves a journal need not trust the market that wrote it");

    @ArchTest
    static final ArchRule every_package_is_null_marked =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    @ArchTest
    static final ArchRule the_core_has_no_setters = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(CORE)
            .and()
            .arePublic()
            .should()
            .haveNameMatching("set[A-Z].*");

    private static String[] allowedIn(String... outside) {
        return Stream.concat(Stream.of(outside), Stream.of(CORE)).toArray(String[]::new);
    }

    @Test
    void every_package_says_what_it_is_for() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct())
                    .allSatisfy(directory ->
                            assertThat(directory.resolve("package-info.java")).exists());
        }
    }

    /** ArchUnit sees fields, signatures and calls; a local variable is only seen in the text. */
    @Test
    void no_line_of_the_core_names_a_floating_point_type() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(ArchitectureTest::isCore).toList()) {
                assertThat(Files.readAllLines(file))
                        .as("%s", file)
                        .noneMatch(line -> line.matches("(^|.*\\W)(double|float|Double|Float)(\\W.*|$)"));
            }
        }
    }

    private static boolean isCore(Path file) {
        Path parent = file.getParent();
        return file.toString().endsWith(".java")
                && parent != null
                && Set.of("contract", "book", "auction", "spot", "clearing", "pool")
                        .contains(String.valueOf(parent.getFileName()));
    }
}
