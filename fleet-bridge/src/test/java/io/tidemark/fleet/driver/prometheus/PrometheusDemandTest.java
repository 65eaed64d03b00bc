package io.tidemark.fleet.driver.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.driver.prometheus.PrometheusPool.Unit;
import io.tidemark.fleet.lab.Lab;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.DemandSourceContract;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("lab")
class PrometheusDemandTest extends DemandSourceContract {
    private static PrometheusLab lab;

    private PrometheusDemand demand;

    @BeforeAll
    static void start() {
        lab = PrometheusLab.up("that demand is read from a real Prometheus");
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void read() {
        lab.export("nodes_idle 12", "nodes_pending 3");
        demand = gcm(5);
        demand.refresh(now());
        assertThat(problem()).isEmpty();
    }

    @Test
    void whatIsIdleAndWhatWeHoldIsNoInternalUse() {
        assertThat(drawn()).isEqualTo("40 lots, 23 internal, 3 pending");
    }

    @Test
    void gpusAreRoundedToWholeLotsAgainstTheMarket() {
        lab.export("total 327", "used 81", "lacking 1", "down 0");
        demand = sums("total", "used", "lacking", "down");
        demand.refresh(now());
        assertThat(drawn()).isEqualTo("40 lots, 11 internal, 1 pending");

        lab.export("total 327", "used 81", "lacking 0", "down 1");
        demand.refresh(now());
        assertThat(drawn()).isEqualTo("40 lots, 11 internal, 0 pending, outage");
    }

    @Test
    void aReadingIsAsOldAsTheOldestSampleInIt() {
        long old = now() - Duration.ofMinutes(2).toMillis();
        lab.export("dated_idle 12 " + old, "dated_pending 3");
        demand = new PrometheusDemand(
                lab.options(new PrometheusPool(
                        PrometheusLab.SERVERS,
                        Unit.NODES,
                        Gauge.of("40"),
                        Optional.empty(),
                        Optional.of(Gauge.of("dated_idle{job=\"gcm\"}")),
                        Gauge.of("dated_pending"),
                        Optional.empty())),
                pool -> 0);
        demand.refresh(now());

        assertThat(problem()).isEmpty();
        assertThat(demand.source(PrometheusLab.SERVERS).snapshot(now()).asOf()).isEqualTo(old);
    }

    @Test
    void whatIsNoFigureIsRefusedWithAReasonAndTheLastReadingRepeated() {
        DemandSnapshot last = demand.source(PrometheusLab.SERVERS).snapshot(now());
        refuses("'nodes_idle' gives nothing: no such series", "nodes_pending 3");
        refuses("'nodes_idle' gives NaN, expected 0 or more", "nodes_idle NaN", "nodes_pending 3");
        refuses("'nodes_idle' gives -1, expected 0 or more", "nodes_idle -1", "nodes_pending 3");
        refuses("'nodes_idle' gives '+Inf', which is no number", "nodes_idle +Inf", "nodes_pending 3");
        refuses(
                "'nodes_idle' gives 2 series, such as",
                "nodes_idle{p=\"a\"} 1",
                "nodes_idle{p=\"b\"} 1",
                "nodes_pending 3");
        refuses("'nodes_idle' gives 41.0 of the 40.0 that '40' gives", "nodes_idle 41", "nodes_pending 3");
        assertThat(demand.source(PrometheusLab.SERVERS).snapshot(now())).isEqualTo(last);
    }

    private void refuses(String reason, String... exported) {
        lab.export(exported);
        // Until a series that has ceased is marked as such, a moment passes.
        Lab.until("it is refused: " + reason, () -> {
            demand.refresh(now());
            return problem().startsWith(reason);
        });
    }

    @Test
    void aQueryThatIsNoneOrGivesNoFigureIsSaidToBeWrong() {
        demand = sums("sum(", "used", "lacking", "down");
        demand.refresh(now());
        assertThat(problem()).startsWith("Prometheus refuses 'sum(': bad_data");

        demand = sums("total[5m]", "used", "lacking", "down");
        demand.refresh(now());
        assertThat(problem()).startsWith("'total[5m]' gives a matrix, expected a vector of one series");
    }

    @Test
    void thePastIsThereForWhomeverAsks() {
        PrometheusPool constant = new PrometheusPool(
                PrometheusLab.SERVERS,
                Unit.LOTS,
                Gauge.of("40"),
                Optional.of(Gauge.of("vector(7)")),
                Optional.empty(),
                Gauge.of("vector(0)"),
                Optional.empty());
        demand = new PrometheusDemand(lab.options(constant), pool -> 0);
        long now = now();

        assertThat(demand.recall(now, Duration.ofDays(63))).isEmpty();

        DemandSource source = demand.source(PrometheusLab.SERVERS);
        assertThat(source.knownFrom()).isEqualTo(now - Duration.ofDays(63).toMillis());
        for (Duration back : new Duration[] {Duration.ofMinutes(7), Duration.ofDays(20), Duration.ofDays(62)}) {
            DemandSnapshot then = source.snapshot(now - back.toMillis());
            assertThat(now - back.toMillis() - then.asOf())
                    .isBetween(0L, Duration.ofMinutes(5).toMillis());
            assertThat(then.internalLots()).isEqualTo(7);
        }
    }

    private PrometheusDemand gcm(long held) {
        return new PrometheusDemand(lab.options(PrometheusPool.gcm(PrometheusLab.SERVERS, 40, "")), pool -> held);
    }

    private static PrometheusDemand sums(String total, String used, String lacking, String down) {
        return new PrometheusDemand(
                lab.options(new PrometheusPool(
                        PrometheusLab.SERVERS,
                        Unit.GPUS,
                        Gauge.of(total),
                        Optional.of(Gauge.of("sum(" + used + ")", "min(timestamp(" + used + "))")),
                        Optional.empty(),
                        Gauge.of(lacking),
                        Optional.of(Gauge.of(down)))),
                pool -> 0);
    }

    private String drawn() {
        assertThat(problem()).isEmpty();
        DemandSnapshot reading = demand.source(PrometheusLab.SERVERS).snapshot(now());
        return reading.totalLots() + " lots, " + reading.internalLots() + " internal, " + reading.pendingLots()
                + " pending" + (reading.outage() ? ", outage" : "");
    }

    @Override
    protected DemandSource source() {
        return demand.source(PrometheusLab.SERVERS);
    }

    @Override
    protected void refresh(long now) {
        demand.refresh(now);
    }

    @Override
    protected void takeAway() {
        lab.kill();
    }

    @Override
    protected void bringBack() {
        lab.start();
        Lab.until("Prometheus has scraped again", () -> {
            demand.refresh(now());
            return problem().isEmpty();
        });
    }

    @Override
    protected String problem() {
        return demand.problem(PrometheusLab.SERVERS).orElse("");
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}
