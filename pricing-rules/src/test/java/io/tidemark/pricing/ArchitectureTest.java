package io.tidemark.pricing;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What we promise about the shape of this module. Read the rule names; the bodies are for the build. */
@AnalyzeClasses(packages = "io.tidemark.pricing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule nothing_here_knows_how_it_is_watched = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.prometheus..")
            .because("figures are offered, and whoever watches fetches them");

    @ArchTest
    static final ArchRule only_the_compile_package_knows_drools = noClasses()
            .that()
            .resideOutsideOfPackage("io.tidemark.pricing.compile..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.drools..", "org.kie..");

    @ArchTest
    static final ArchRule of_the_exchange_only_the_words_are_known = noClasses()
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "belong to the exchange outside its contract package",
                    type -> type.getPackageName().startsWith("io.tidemark.exchange")
                            && !type.getPackageName().equals("io.tidemark.exchange.contract")));

    @ArchTest
    static final ArchRule nothing_reads_a_clock_or_draws_a_number = noClasses()
            .should()
            .callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime|randomUUID|random")))
            .orShould()
            .dependOnClassesThat(assignableTo(Clock.class).or(assignableTo(RandomGenerator.class)));

    @ArchTest
    static final ArchRule math_that_may_differ_between_machines_is_not_used = noClasses()
            .should()
            .callMethodWhere(
                    target(nameMatching("exp|log|log10|pow|sin|cos|tan")).and(target(ownerIs(Math.class.getName()))));

    @ArchTest
    static final ArchRule no_price_or_quantity_is_kept_as_a_floating_point_number =
            noFields().should().haveRawType(double.class).orShould().haveRawType(float.class);

    @ArchTest
    static final ArchRule packages_do_not_depend_in_circles =
            slices().matching("io.tidemark.pricing.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule every_package_is_null_marked =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    /** What other modules, or the code Drools generates, may name. A new door is opened here first. */
    @ArchTest
    static void the_doors_are_these(JavaClasses all) {
        assertThat(all.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .map(type -> type.getName().substring("io.tidemark.pricing.".length())))
                .containsExactlyInAnyOrder(
                        "facts.PoolFacts",
                        "facts.HourFacts",
                        "facts.GroupFacts",
                        "facts.Limits",
                        "facts.SurplusOutlook",
                        "sheet.Problem",
                        "sheet.Sheet",
                        "sheet.SheetFiles",
                        "sheet.Line",
                        "table.Schema",
                        "table.Dimension",
                        "table.Table",
                        "table.Tables",
                        "table.Row",
                        "table.TablesRefusedException",
                        "outcome.Point",
                        "outcome.Outcome",
                        "outcome.Outcomes",
                        "life.ChainedHistory",
                        "compare.Comparison",
                        "compare.RowChange",
                        "compare.Shadow",
                        "check.Draft",
                        "check.Check",
                        "check.DraftRefusedException",
                        "life.RuleLife",
                        "life.RuleStore",
                        "life.DirectoryStore",
                        "life.LiveRules",
                        "life.Entry",
                        "life.LifeRefusedException",
                        "life.RuleStoreException",
                        "compile.Hash",
                        "compile.RuleSet",
                        "compile.Findings",
                        "price.Basis",
                        "price.Earlier",
                        "price.Pricer",
                        "price.Pricing",
                        "price.Split",
                        "price.PricingFailedException",
                        "price.Reasons",
                        "publish.PoolPrices",
                        "publish.HourPrices",
                        "publish.Ladder",
                        "publish.Tranche",
                        "publish.Band",
                        "publish.Terms",
                        "publish.Effect",
                        "publish.Group",
                        "publish.Output",
                        "publish.Reason",
                        "publish.Refusal",
                        "publish.Sentence",
                        "publish.Step");
    }

    @ArchTest
    static void facts_are_records_of_longs_strings_and_records(JavaClasses all) {
        List<Class<?>> facts = all.stream()
                .filter(type -> type.getPackageName().equals("io.tidemark.pricing.facts") && type.isRecord())
                .<Class<?>>map(JavaClass::reflect)
                .toList();
        assertThat(facts).hasSize(5);
        for (Class<?> fact : facts) {
            for (RecordComponent component : fact.getRecordComponents()) {
                assertThat(isPlain(component.getGenericType()))
                        .as("%s of %s", component, fact)
                        .isTrue();
            }
        }
    }

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

    private static boolean isPlain(Type type) {
        if (type instanceof ParameterizedType list) {
            return list.getRawType() == List.class && isPlain(list.getActualTypeArguments()[0]);
        }
        return type == long.class || type == String.class || ((Class<?>) type).isRecord();
    }

    private static DescribedPredicate<AccessTarget> ownerIs(String name) {
        return DescribedPredicate.describe(
                "of " + name, access -> access.getOwner().getName().equals(name));
    }
}
