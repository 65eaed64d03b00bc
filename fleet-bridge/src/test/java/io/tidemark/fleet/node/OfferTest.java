package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.RACKS;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.NodeRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which lots leave internal use when some are to: never one that internal work has, as long as another is idle. */
class OfferTest {
    private static List<NodeRef> in(Bench bench, PoolId pool, NodeState state) {
        return bench.fleet.nodes().stream()
                .filter(node -> node.pool().equals(pool) && node.state() == state)
                .map(NodeRecord::node)
                .toList();
    }

    @Test
    void whatInternalWorkHasIsPassedOver() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 6);
        bench.fleet.step(bench.now);
        List<NodeRef> all = in(bench, SERVERS, NodeState.INTERNAL);
        bench.witness.busy.addAll(all.subList(0, 3));
        bench.offered(SERVERS, 3);
        assertThat(in(bench, SERVERS, NodeState.OFFERABLE)).containsExactlyElementsOf(all.subList(3, 6));
    }

    @Test
    void workThatWasFasterKeepsItsServerAndAnotherTakesItsPlace() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 3);
        bench.fleet.step(bench.now);
        List<NodeRef> all = in(bench, SERVERS, NodeState.INTERNAL);
        bench.fleet.setOffered(SERVERS, 1, bench.now);
        // Between the look and the request a job has begun.
        bench.witness.afterNextList = () -> bench.witness.busy.add(all.get(0));
        bench.fleet.step(bench.now);
        assertThat(in(bench, SERVERS, NodeState.FENCING)).containsExactly(all.get(0));
        bench.runUntil(bench.now + 50 * MINUTE);
        assertThat(in(bench, SERVERS, NodeState.OFFERABLE)).containsExactly(all.get(1));
        assertThat(in(bench, SERVERS, NodeState.INTERNAL)).containsExactly(all.get(0), all.get(2));
    }

    @Test
    void aRackWithOneTrayAtWorkIsBusy() {
        Bench bench = Bench.withoutFaults().installed(RACKS, 2);
        bench.fleet.step(bench.now);
        List<NodeRecord> trays = bench.fleet.nodes();
        bench.witness.busy.add(trays.get(0).node());
        bench.offered(RACKS, 1);
        assertThat(bench.fleet.nodes())
                .filteredOn(node -> node.state() == NodeState.OFFERABLE)
                .hasSize(18)
                .extracting(NodeRecord::domain)
                .doesNotContain(trays.get(0).domain());
    }

    @Test
    void nothingIsOfferedWhereEverythingIsBusyUntilSomethingIsIdle() {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 2);
        bench.fleet.step(bench.now);
        bench.witness.busy.addAll(in(bench, SERVERS, NodeState.INTERNAL));
        bench.offered(SERVERS, 1);
        assertThat(bench.count(SERVERS, NodeState.INTERNAL)).isEqualTo(2);
        NodeRef idle = in(bench, SERVERS, NodeState.INTERNAL).get(1);
        bench.witness.busy.remove(idle);
        bench.runUntil(bench.now + 50 * MINUTE);
        assertThat(in(bench, SERVERS, NodeState.OFFERABLE)).containsExactly(idle);
    }
}
