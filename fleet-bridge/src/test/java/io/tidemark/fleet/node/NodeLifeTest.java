package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.SECOND;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static io.tidemark.fleet.node.Bench.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.SanitizeReport;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NodeLifeTest {
    @Test
    void theLifeOfANodeFromInternalWorkToATenantAndBack() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 1);
        bench.fleet.setOffered(SERVERS, 1, bench.now);
        bench.runUntil(T0 + 20 * MINUTE, SECOND);
        LeaseKey key = bench.spot(SERVERS, 7, 41, 1, true);
        bench.runUntil(T0 + 30 * MINUTE, SECOND);
        bench.fleet.setOffered(SERVERS, 0, bench.now);
        bench.fleet.notice(key, bench.nextVersion(), 0, T0 + 35 * MINUTE, bench.now);
        bench.runUntil(T0 + 55 * MINUTE, SECOND);

        assertThat(drawn(bench.fleet.story(new NodeRef("b200x8-prn1-0001")))).isEqualTo("""
                | minute | from       | to         | generation | lease                 |
                |  00:01 | INTERNAL   | FENCING    |          1 |                       |
                |  00:09 | FENCING    | FENCED     |          1 |                       |
                |  00:10 | FENCED     | SANITIZING |          2 |                       |
                |  10:22 | SANITIZING | OFFERABLE  |          2 |                       |
                |  20:01 | OFFERABLE  | CLAIMED    |          3 | spot:B200X8.PRN1:7:41 |
                |  20:02 | CLAIMED    | DEPLOYING  |          3 | spot:B200X8.PRN1:7:41 |
                |  24:53 | DEPLOYING  | READY      |          3 | spot:B200X8.PRN1:7:41 |
                |  24:54 | READY      | LEASED     |          3 | spot:B200X8.PRN1:7:41 |
                |  30:01 | LEASED     | NOTICE     |          3 | spot:B200X8.PRN1:7:41 |
                |  35:00 | NOTICE     | RELEASING  |          4 | spot:B200X8.PRN1:7:41 |
                |  35:01 | RELEASING  | SANITIZING |          4 | spot:B200X8.PRN1:7:41 |
                |  43:43 | SANITIZING | RETURNING  |          5 |                       |
                |  43:44 | RETURNING  | INTERNAL   |          5 |                       |
                """);
        assertThat(bench.fleet.reports(new NodeRef("b200x8-prn1-0001")))
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.simulated()).isTrue())
                .allMatch(SanitizeReport::isComplete);
        assertThat(bench.fleet.handOvers(key))
                .singleElement()
                .satisfies(span -> assertThat(span.until()).hasValue(T0 + 35 * MINUTE));
        assertThat(bench.lease(key).ended()).isTrue();
    }

    private static String drawn(List<Passage> story) {
        return story.stream()
                .map(passage -> String.format(
                        "|  %02d:%02d | %-10s | %-10s | %10d | %-21s |%n",
                        (passage.at() - T0) / MINUTE,
                        (passage.at() - T0) % MINUTE / SECOND,
                        passage.from(),
                        passage.to(),
                        passage.generation(),
                        passage.lease().map(LeaseKey::toString).orElse("")))
                .collect(Collectors.joining(
                        "", "| minute | from       | to         | generation | lease                 |\n", ""));
    }
}
