package io.tidemark.simulations.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.simulations.document.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    private static final String SMALL = """
            schema: 1
            name: small
            horizon: {length: 1d}
            pools: [{id: B200X8.PRN1, lots: 20}]
            """;

    private static Scenario parse(String text, String... settings) throws ScenarioRefusedException {
        return ScenarioReader.parse(
                "test.yaml",
                text,
                Path.of("/somewhere"),
                List.of(settings).stream().map(Setting::parse).toList());
    }

    private static List<String> problems(String text, String... settings) {
        ScenarioRefusedException refused =
                catchThrowableOfType(ScenarioRefusedException.class, () -> parse(text, settings));
        assertThat(refused).as("should be refused:\n%s", text).isNotNull();
        return refused.problems().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick", "pool-month", "earth-month", "philly-month"})
    void everyExampleIsAScenario(String name) throws ScenarioRefusedException, IOException {
        assertThat(ScenarioReader.read(name, List.of()).name()).isEqualTo(name);
        assertThat(ScenarioReader.EXAMPLES).contains(name);
    }

    @Test
    void whatIsLeftOutIsFilledInAndTold() throws ScenarioRefusedException, IOException {
        Scenario scenario = parse(SMALL);
        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.release().every()).isEqualTo(300_000);
        assertThat(scenario.operator().floorTicks()).isEqualTo(30);
        assertThat(scenario.internalDemand().get(PoolId.parse("B200X8.PRN1"))).isInstanceOf(Scenario.Generated.class);
        JsonNode resolved = new ObjectMapper().readTree(scenario.resolved());
        assertThat(resolved.at("/release/headroom").asText()).isEqualTo("0.05");
        assertThat(resolved.path("internalDemand")
                        .path("B200X8.PRN1")
                        .at("/generator/meanUse")
                        .asText())
                .isEqualTo("0.72");
    }

    @Test
    void aResolvedScenarioIsAScenarioAndResolvesToItself() throws ScenarioRefusedException, IOException {
        for (String example : ScenarioReader.EXAMPLES) {
            Scenario once = ScenarioReader.read(example, List.of());
            assertThat(parse(once.resolved()).resolved()).as(example).isEqualTo(once.resolved());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            horizon: {length: 1d}             | horizon: {lenght: 1d}                 | test.yaml:3:11: horizon.lenght: no such key; expected 'length'; did you mean that?
            schema: 1                         | schema: 2                             | test.yaml:1:9: schema: found '2'; expected 1
            name: small                       | name: Small Pool                      | test.yaml:2:7: name: found 'Small Pool'; expected small letters
            name: small                       | nme: small                            | 'name' is missing
            lots: 20                          | lots: 0                               | test.yaml:4:33: pools.0.lots: found '0'; expected a whole number from 1
            lots: 20                          | lots: many                            | found 'many'; expected a whole number
            B200X8.PRN1                       | B20X8.PRN1                            | expected kind and site of a pool
            length: 1d                        | length: 1                             | horizon.length: found '1'; expected a duration
            length: 1d                        | length: 90m                           | horizon.length: no whole number of hours
            length: 1d                        | length: 1d, warmup: 2d                | horizon.warmup: no whole hours, or nothing would be left
            length: 1d                        | length: 1d, start: 2026-02-30T00:00Z  | horizon.start: no such instant
            length: 1d                        | length: 1d, length: 2d                | 'length' is there twice
            lots: 20}                         | lots: 20}, {id: B200X8.PRN1, lots: 3} | pools.1.id: B200X8.PRN1 is there twice
            schema: 1                         | "schema: 1\\nrelease: {every: 7m}"    | release.every: it does not divide an hour
            schema: 1                         | "schema: 1\\npricing: {ahead: 90m}"   | pricing.ahead: no whole hours, or fewer than 2
            schema: 1                         | "schema: 1\\npricing: {policy: fixed, fixed: 0}" | pricing.fixed: a price of nothing
            schema: 1                         | "schema: 1\\npricing: {policy: fxed}" | pricing.policy: found 'fxed'; expected
            schema: 1                         | "schema: 1\\nrelease: {after: 1m}"    | release.after: not longer than reclaimAfter
            schema: 1                         | "schema: 1\\nrelease: {notice: 30s}"  | release.notice: a notice of 30s; expected from 2m
            schema: 1                         | "schema: 1\\nrelease: {headroom: 5}"  | expected a number from 0 to 1
            schema: 1                         | "schema: 1\\npricing: {tick: 4m}"     | pricing.tick: it does not divide 15 minutes
            schema: 1                         | "schema: 1\\noperator: {floor: 0.305}" | operator.floor: found '0.305'; expected US dollars
            schema: 1                         | "schema: 1\\noperator: {cap: 0.10}"   | operator.cap: below the floor
            schema: 1                         | "schema: 1\\nassert: [revenu.p95 > 1]" | 'revenue'; did you mean that?
            schema: 1                         | "schema: 1\\nassert: [revenue > 1]"   | assert.0: found 'revenue > 1'; expected a metric
            schema: 1                         | "schema: 1\\nreplications: {n: 5}"    | of no known kind; expected a fixed number
            schema: 1                         | "schema: 1\\nparticipants: [{kind: bot}]" | of no known kind
            schema: 1                         | "schema: 1\\nparticipants: [{kind: trader, strategy: resseler}]" | did you mean 'reseller'?
            schema: 1                         | "schema: 1\\ninternalDemand: {B200X8.PRN2: {generator: {}}}" | the scenario has no pool B200X8.PRN2
            schema: 1                         | "schema: 1\\ninternalDemand: {B200X8.PRN1: {trace: a.csv, scaleTo: 9}}" | 9 GPUs are no whole lots
            """)
    void whatIsWrongIsToldWithItsPlaceAndWhatWouldBeRight(String right, String wrong, String told) {
        String text = SMALL.replace(right, wrong.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(SMALL);
        assertThat(problems(text)).anySatisfy(problem -> assertThat(problem).contains(told));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(problems("schema: 3\nname: x\nhorizon: {lenght: 1d}\npools: []\nsed: 1\n"))
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just a text", "[1, 2]", "a: [1, 2", "a: *nothing", "{{{{"})
    void whatIsNoScenarioAtAllIsRefusedToo(String text) {
        assertThat(problems(text)).isNotEmpty();
    }

    @Test
    void aSettingTakesThePlaceOfWhatTheFileSays() throws ScenarioRefusedException {
        Scenario scenario = parse(
                SMALL,
                "pools.0.lots=64",
                "release.headroom=0.1",
                "internalDemand={B200X8.PRN1: {trace: a.csv}}",
                "internalDemand.B200X8.PRN1.trace=b.csv");
        assertThat(scenario.pools().get(0).lots()).isEqualTo(64);
        assertThat(scenario.release().headroom()).isEqualTo(0.1);
        Scenario.Recorded recorded =
                (Scenario.Recorded) scenario.internalDemand().get(PoolId.parse("B200X8.PRN1"));
        assertThat(recorded).isNotNull().extracting(Scenario.Recorded::trace).isEqualTo(Path.of("/somewhere/b.csv"));
        assertThat(problems(SMALL, "release.headrom=0.1"))
                .containsExactly("--set release.headrom=0.1: release.headrom: no such key;"
                        + " expected 'headroom'; did you mean that?");
        assertThat(problems(SMALL, "pools.1.lots=3")).hasSize(1);
        assertThatThrownBy(() -> Setting.parse("no equals sign")).hasMessageContaining("release.headroom=0.1");
    }

    @Test
    void theSchemaSaysWhatEachKeyMeansAndUsesOnlyWordsThatTheReaderKnows() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(ScenarioReader.schema());
        List<String> wrong = new ArrayList<>();
        check(schema, "", wrong);
        assertThat(wrong).isEmpty();
    }

    /** A word that the reader does not know would be promised and not kept. */
    private static final List<String> WORDS = List.of(
            "$schema",
            "title",
            "description",
            "type",
            "required",
            "additionalProperties",
            "properties",
            "default",
            "oneOf",
            "minItems",
            "maxItems",
            "items",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "enum",
            "pattern",
            "propertyNames",
            "$ref",
            "$defs");

    private static void check(JsonNode schema, String path, List<String> wrong) {
        for (Map.Entry<String, JsonNode> word : schema.properties()) {
            if (!WORDS.contains(word.getKey())) {
                wrong.add(path + " has an unknown word " + word.getKey());
            }
        }
        if (schema.path("type").asText().equals("object") && !schema.has("additionalProperties")) {
            wrong.add(path + " would take any key");
        }
        if (schema.has("$ref") && !schema.path("$ref").asText().startsWith("#/$defs/")) {
            wrong.add(path + " refers elsewhere");
        }
        schema.path("properties").properties().forEach(property -> {
            if (!property.getValue().has("description") && !property.getValue().has("$ref")) {
                wrong.add(path + "." + property.getKey() + " says not what it means");
            }
            check(property.getValue(), path + "." + property.getKey(), wrong);
        });
        schema.path("$defs").properties().forEach(one -> check(one.getValue(), one.getKey(), wrong));
        schema.path("oneOf").forEach(one -> check(one, path, wrong));
        if (schema.path("items").isObject()) {
            check(schema.path("items"), path + "[]", wrong);
        }
    }
}
