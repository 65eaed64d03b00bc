package io.tidemark.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.ScenarioReader;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import io.tidemark.simulations.scenario.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReplicationTest {
    private static final Inputs INPUTS = new Inputs(new Pricer(RuleSet.builtIn()), Map.of());
    private static final String RIDERS = """
              - {kind: buyer, name: riders, market: spot, arrivals: {perHour: 3}, value: {lognormal: [1.0, 0.35]}, jobs: {lots: {uniform: [1, 6]}, hours: {uniform: [1, 8]}, allOrNone: false}, onReclaim: {resubmit: 0.7, checkpoint: 15m}}
            """;
    private static final String TRAINERS = """
              - {kind: buyer, name: trainers, arrivals: {perHour: 2}, value: {lognormal: [1.2, 0.25]}, jobs: {lots: {uniform: [1, 4]}, hours: {uniform: [1, 5]}}}
            """;
    private static final String RESELLERS = """
              - {kind: trader, name: resellers, strategy: reseller}
            """;

    private static Scenario scenario(String participants, String... settings) throws ScenarioRefusedException {
        String text = """
                schema: 1
                name: day
                horizon: {length: 12h, warmup: 2h, sample: 1h}
                pricing: {tick: 15m}
                pools: [{id: B200X8.PRN1, lots: 60}]
                participants:
                """ + participants;
        return ScenarioReader.parse(
                "day.yaml",
                text,
                Path.of(""),
                List.of(settings).stream().map(Setting::parse).toList());
    }

    private static Replication.Outcome play(Scenario scenario, int number) {
        return new Replication(scenario, INPUTS, number, CommandTap.none()).play(Control.none());
    }

    private static double metric(Replication.Outcome outcome, Metric metric) {
        return Objects.requireNonNull(outcome.metrics().get(metric));
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOrReplicationDoesNot() throws ScenarioRefusedException {
        Scenario scenario = scenario(RIDERS + TRAINERS + RESELLERS);
        Replication.Outcome first = play(scenario, 1);
        Replication.Outcome again = play(scenario, 1);
        assertThat(again.digest()).isEqualTo(first.digest());
        assertThat(again.metrics()).isEqualTo(first.metrics());
        assertThat(again.series()).isEqualTo(first.series());
        assertThat(again.leases()).isEqualTo(first.leases());
        assertThat(play(scenario, 2).digest()).isNotEqualTo(first.digest());
        assertThat(play(scenario(RIDERS + TRAINERS + RESELLERS, "seed=43"), 1).digest())
                .isNotEqualTo(first.digest());
    }

    @Test
    void aMarketIsAliveAndItsFiguresAgreeWithEachOther() throws ScenarioRefusedException {
        Replication.Outcome outcome = play(scenario(RIDERS + TRAINERS + RESELLERS), 1);
        assertThat(metric(outcome, Metric.REVENUE)).isPositive();
        assertThat(metric(outcome, Metric.FIRM_GPU_HOURS)).isPositive();
        assertThat(metric(outcome, Metric.SPOT_GPU_HOURS)).isPositive();
        assertThat(metric(outcome, Metric.SOLD_GPU_HOURS))
                .isCloseTo(
                        metric(outcome, Metric.FIRM_GPU_HOURS) + metric(outcome, Metric.SPOT_GPU_HOURS), within(1e-6));
        assertThat(metric(outcome, Metric.NOTICE_KEPT)).isEqualTo(1);
        assertThat(metric(outcome, Metric.POOL_USE)).isBetween(metric(outcome, Metric.INTERNAL_USE), 1.0);
        assertThat(metric(outcome, Metric.FILL_RATE)).isBetween(0.0, 1.0);
        assertThat(outcome.series().lines())
                .hasSize(12)
                .allSatisfy(row -> assertThat(row.split(",", -1)).hasSize(12));
        assertThat(outcome.leases().lines())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row)
                        .matches("1,B200X8\\.PRN1,[^,]+Z,[1-9][0-9]*,[0-9]+,"
                                + "(OUTBID|RECLAIMED|RELEASED|UNFUNDED|NO_SUPPLY|RUNNING)"));
    }

    @Test
    void aFreshEngineThatIsGivenTheCommandsAgainSaysTheSameBytes() throws ScenarioRefusedException {
        List<LoggedCommand> log = new ArrayList<>();
        Scenario scenario = scenario(RIDERS + TRAINERS + RESELLERS);
        new Replication(scenario, INPUTS, 1, (pool, command) -> log.add(command)).play(Control.none());
        PoolEngine fresh = new PoolEngine(scenario.pools().get(0).id());
        List<LoggedCommand> replayed = new ArrayList<>();
        for (LoggedCommand logged : log) {
            PoolEngine.Outcome outcome = fresh.apply(logged.time(), logged.draw(), logged.command());
            replayed.add(new LoggedCommand(
                    outcome.sequence(),
                    outcome.time(),
                    logged.draw(),
                    logged.command(),
                    outcome.reply(),
                    outcome.events()));
        }
        assertThat(log).hasSizeGreaterThan(300);
        assertThat(PoolLog.encode(replayed)).isEqualTo(PoolLog.encode(log));
    }

    @Test
    void oneMoreParticipantChangesNobodyElsesDraws() throws ScenarioRefusedException {
        List<String> alone = bids(scenario(RIDERS));
        List<String> inCompany = bids(scenario(RIDERS + TRAINERS + RESELLERS));
        assertThat(alone).hasSizeGreaterThan(15);
        assertThat(inCompany).isEqualTo(alone);
    }

    /** What riders bid for, and when. */
    private static List<String> bids(Scenario scenario) {
        List<String> bids = new ArrayList<>();
        new Replication(scenario, INPUTS, 1, (pool, logged) -> {
                    if (logged.command() instanceof Command.SubmitSpotBid bid) {
                        bids.add(logged.time() + " " + bid.lots() + " " + bid.clientOrderId() + " " + bid.maxTicks());
                    }
                })
                .play(Control.none());
        return bids;
    }

    @Test
    void moreHeadroomLeavesLessToReleaseSparesLeasesAndMakesNobodyInternalWaitLonger() throws ScenarioRefusedException {
        double releasable = Double.MAX_VALUE;
        double wait = Double.MAX_VALUE;
        double reclaims = Double.MAX_VALUE;
        for (String headroom : List.of("0", "0.1", "0.3")) {
            Replication.Outcome outcome = play(scenario(RIDERS, "release.headroom=" + headroom), 3);
            assertThat(metric(outcome, Metric.RELEASABLE_GPU_HOURS)).isLessThan(releasable);
            assertThat(metric(outcome, Metric.INTERNAL_WAIT)).isLessThanOrEqualTo(wait);
            releasable = metric(outcome, Metric.RELEASABLE_GPU_HOURS);
            wait = metric(outcome, Metric.INTERNAL_WAIT);
            assertThat(metric(outcome, Metric.RECLAIMS)).isLessThan(reclaims);
            reclaims = metric(outcome, Metric.RECLAIMS);
        }
    }

    @Test
    void withoutParticipantsNothingIsSoldAndEverythingIsKept() throws ScenarioRefusedException {
        Replication.Outcome outcome = play(scenario("  []\n"), 1);
        assertThat(metric(outcome, Metric.REVENUE)).isZero();
        assertThat(metric(outcome, Metric.INTERNAL_WAIT)).isZero();
        assertThat(outcome.leases()).isEmpty();
        assertThat(outcome.metrics()).doesNotContainKeys(Metric.FIRM_PRICE_P50, Metric.RECLAIM_RATE);
    }

    @Test
    void theScenariosNoticeIsTheOneThatLeasesGet() throws ScenarioRefusedException {
        List<Long> notices = new ArrayList<>();
        new Replication(
                        scenario(RIDERS, "release.notice=7m"),
                        INPUTS,
                        1,
                        (pool, logged) -> logged.events().forEach(event -> {
                            if (event instanceof Event.LeaseNoticed noticed) {
                                notices.add(noticed.endsAt() - logged.time());
                            }
                        }))
                .play(Control.none());
        assertThat(notices).isNotEmpty().containsOnly(7 * 60_000L);
    }

    @Test
    void theReclaimRateCountsEachLotAndNotEachNotice() throws ScenarioRefusedException {
        Map<Long, Long> running = new HashMap<>();
        long[] lots = new long[2];
        Replication.Outcome outcome = new Replication(
                        scenario(RIDERS, "horizon.warmup=0h"),
                        INPUTS,
                        1,
                        (pool, logged) -> logged.events().forEach(event -> {
                            if (event instanceof Event.LeaseRuns runs) {
                                Long before = running.put(runs.bidId(), runs.lots());
                                lots[0] += Math.max(0, runs.lots() - (before == null ? 0 : before));
                            } else if (event instanceof Event.LeaseNoticed noticed) {
                                running.merge(noticed.bidId(), -noticed.lots(), Long::sum);
                                lots[1] += noticed.lots();
                            } else if (event instanceof Event.LeaseEnded ended
                                    && ended.why() != Event.LeaseEnd.RECLAIMED) {
                                running.merge(ended.bidId(), -ended.lots(), Long::sum);
                            }
                        }))
                .play(Control.none());
        assertThat(lots[1]).isPositive().isLessThanOrEqualTo(lots[0]);
        assertThat(metric(outcome, Metric.RECLAIM_RATE)).isEqualTo((double) lots[1] / lots[0]);
    }
}
