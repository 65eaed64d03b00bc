package io.tidemark.connectors.server;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.explain.PublishedTick;
import io.tidemark.connectors.explain.StandingPrices;
import io.tidemark.connectors.metrics.DeskReading;
import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.HoursView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.fleet.forecast.Accuracy;
import io.tidemark.fleet.forecast.ForecastState;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.release.OperatorDesk;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.SurplusState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries demand to the desk of one pool and the desk's commands to the exchange, once in every market minute. */
final class OperatorLoop implements MarketStep {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorLoop.class);

    /** Hours that are over stay in view so long, so that a meter reading missed in a standstill is caught up. */
    private static final int HOURS_BACK = 48;

    /** So far ahead capacity is told hour by hour; beyond, a shortfall may still mend itself. */
    private static final int HOURS_AT_RISK = 3;

    private static final int HOURS_IN_VIEW = HOURS_BACK + 9 * 24;

    private final PoolId pool;
    private final Exchange exchange;
    private final DemandSource demand;
    private final OperatorDesk desk;
    private final Fleet fleet;
    private final Document<SurplusState> memory;
    private final Document<ForecastState> past;
    private final PriceBoard board;
    private final Activations activations;
    private final LongConsumer pricingNanos;
    private volatile Optional<DeskReading> reading = Optional.empty();
    private SurplusState stored = SurplusState.initial();
    private String announced = "";
    private Optional<PublishedTick> last = Optional.empty();
    private Optional<PublishedTick> offering = Optional.empty();
    private List<Accuracy> forecasts;

    OperatorLoop(
            PoolId pool,
            Exchange exchange,
            DemandSource demand,
            OperatorDesk desk,
            Fleet fleet,
            Document<SurplusState> memory,
            Document<ForecastState> past,
            PriceBoard board,
            Activations activations,
            LongConsumer pricingNanos) {
        this.pool = pool;
        this.exchange = exchange;
        this.demand = demand;
        this.desk = desk;
        this.fleet = fleet;
        this.memory = memory;
        this.past = past;
        this.board = board;
        this.activations = activations;
        this.pricingNanos = pricingNanos;
        this.forecasts = desk.forecast().accuracy();
    }

    @Override
    public void step(long now) {
        PoolView view = (PoolView) Answers.await(exchange.ask(pool, new Query.PoolStatus()));
        HoursView hours = (HoursView) Answers.await(
                exchange.ask(pool, new Query.HoursFrom(Hours.containing(now) - HOURS_BACK, HOURS_IN_VIEW)));
        DemandSnapshot snapshot = demand.snapshot(now);
        long started = System.nanoTime();
        OperatorDesk.Step step = desk.step(now, snapshot, view, hours.hours());
        boolean priced = step.commands().stream().anyMatch(Command.PublishRules.class::isInstance);
        if (priced) {
            pricingNanos.accept(System.nanoTime() - started);
        }
        reading = Optional.of(
                reading(now, snapshot, hours, priced, step.pricingFailure().isPresent()));
        // What was decided is on disk before the exchange hears of it: a restarted desk tells it again if need be.
        if (!stored.batches().equals(desk.surplusState().batches())) {
            stored = desk.surplusState();
            memory.write(stored);
        }
        if (step.learned()) {
            past.write(desk.forecast().state());
            forecasts = desk.forecast().accuracy();
        }
        fleet.setOffered(pool, Math.toIntExact(desk.offeredLots()), now);
        step.pricingFailure().ifPresent(failure -> LOG.error("{} was not priced; its last prices stay", pool, failure));
        for (Command command : step.commands()) {
            if (command instanceof Command.PublishRules published) {
                announce(published.sheet().ruleSet(), view);
            }
            submit(command).ifPresent(answer -> hangOut(command, answer));
        }
    }

    /** Says once, before its first prices, that another rule set prices. */
    private void announce(String ruleSet, PoolView view) {
        if (!ruleSet.equals(view.sheet().ruleSet()) && !ruleSet.equals(announced)) {
            announced = ruleSet;
            submit(new Command.ActivateRules(activations.of(ruleSet)));
        }
    }

    /** What the pool said; empty if it refused. */
    private Optional<Answer<Reply>> submit(Command command) {
        Answer<Reply> answer = Answers.awaitWhole(exchange.submit(pool, command));
        if (answer.value() instanceof Reply.Refused refused) {
            LOG.warn("{} refused {}: {}", pool, command.getClass().getSimpleName(), refused.problem());
            return Optional.empty();
        }
        return Optional.of(answer);
    }

    /** Who asks why is told what stands in the pool, so nothing hangs out before the pool has taken it. */
    private void hangOut(Command command, Answer<Reply> answer) {
        if (command instanceof Command.PublishRules) {
            last = desk.priced().map(tick -> new PublishedTick(tick, answer.sequence(), answer.time()));
        } else if (command instanceof Command.OfferSupply) {
            offering = last;
        } else {
            return;
        }
        last.ifPresent(standing -> board.publish(new StandingPrices(standing, offering.orElse(null))));
    }

    private DeskReading reading(long now, DemandSnapshot snapshot, HoursView hours, boolean priced, boolean failed) {
        OptionalLong pricedAt = priced
                ? OptionalLong.of(now)
                : reading.map(DeskReading::pricedAt).orElse(OptionalLong.empty());
        OptionalLong failedAt = failed
                ? OptionalLong.of(now)
                : reading.map(DeskReading::failedAt).orElse(OptionalLong.empty());
        long until = Hours.containing(now) + HOURS_AT_RISK;
        long shortLots = hours.hours().stream()
                .filter(hour -> hour.hour() < until)
                .mapToLong(HourView::shortLots)
                .sum();
        return new DeskReading(now, snapshot, desk.offeredLots(), shortLots, forecasts, pricedAt, failedAt);
    }

    /** What the desk saw and said at the last step; empty before the first. */
    Optional<DeskReading> reading() {
        return reading;
    }
}
