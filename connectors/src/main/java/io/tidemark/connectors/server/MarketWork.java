package io.tidemark.connectors.server;

import io.tidemark.connectors.site.InternalDemand;
import io.tidemark.connectors.site.Machines;
import io.tidemark.exchange.cluster.HostedExchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.SoleDuty;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.StepReport;
import io.tidemark.fleet.settlement.Settlement;
import io.tidemark.pricing.price.Pricing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one program does for the whole market: it takes the journal into the books, moves the machines, and sees to what
 * internal demand leaves over and what it costs. Of several members one at a time does it; when it is gone, another goes on
 * from what is written down, as after a restart.
 */
final class MarketWork implements SoleDuty.Work, AutoCloseable {
    /** The name of the duty. */
    static final String DUTY = "market";

    private final VenueConfig config;
    private final Premises premises;
    private final HostedExchange exchange;
    private final BackOffice backOffice;
    private final Pricing pricer;
    private final PriceBoard board;
    private final Activations activations;
    private final Supplier<List<Long>> accounts;
    private final Listeners listeners;
    private final List<MarketStep> others = new ArrayList<>();
    private @Nullable Settlement settlement;
    private volatile Optional<Running> running = Optional.empty();

    /**
     * Who hears of what is done.
     *
     * @param pricings how long each pricing took, nanoseconds
     * @param fleet what each step of the fleet came to
     */
    record Listeners(LongConsumer pricings, Consumer<StepReport> fleet) {}

    /**
     * What there is only while it is done here.
     *
     * @param demand what is read of internal demand
     * @param loop the market minutes
     * @param machines a loop of their own for machines that do not wait for the next minute
     */
    record Running(
            Settlement settlement,
            InternalDemand demand,
            Map<PoolId, OperatorLoop> desks,
            FleetLoop fleet,
            MarketLoop loop,
            Optional<MarketLoop> machines) {
        /** Steps that failed, of both loops. */
        long failures() {
            return loop.failures() + machines.map(MarketLoop::failures).orElse(0L);
        }
    }

    /**
     * What is done, ready to begin.
     *
     * @param accounts the numbers of all accounts, also of those that were opened since
     */
    MarketWork(
            VenueConfig config,
            Premises premises,
            BackOffice backOffice,
            Pricing pricer,
            PriceBoard board,
            Activations activations,
            Supplier<List<Long>> accounts,
            Listeners listeners) {
        this.config = config;
        this.premises = premises;
        this.exchange = premises.exchange();
        this.backOffice = backOffice;
        this.pricer = pricer;
        this.board = board;
        this.activations = activations;
        this.accounts = accounts;
        this.listeners = listeners;
    }

    /** What else is to be done in every market minute, from the next beginning on. */
    void alsoDo(List<MarketStep> steps) {
        others.addAll(steps);
    }

    @Override
    public void begin(long epoch) {
        settle();
        openPools();
        prepare();
        run();
    }

    /** Begins to take the journal into the books. */
    synchronized void settle() {
        if (settlement == null) {
            backOffice.install(config);
            settlement = backOffice.settle();
        }
    }

    /** Opens each pool for trading, once; later it is open. */
    synchronized void openPools() {
        for (VenueConfig.Pool pool : config.pools()) {
            View.PoolView view = (View.PoolView) Answers.await(exchange.ask(pool.id(), new Query.PoolStatus()));
            if (view.phase() == Phase.CLOSED) {
                Answers.await(exchange.submit(pool.id(), new Command.OpenMarket(pool.rules())));
            }
        }
    }

    /** Sets up the desks; no minute has passed yet. */
    synchronized void prepare() {
        Settlement settling = settlement;
        if (settling == null || running.isPresent()) {
            throw new IllegalStateException("the books come first, and the minutes once");
        }
        Fleet fleet = backOffice.fleet();
        InternalDemand demand = InternalDemand.watch(
                config.site(),
                backOffice::fencedLots,
                OperatorLoops.isAnyBlind(config, premises),
                exchange.clock()::now);
        Map<PoolId, OperatorLoop> desks;
        try {
            desks = OperatorLoops.of(
                    config,
                    premises,
                    pricer,
                    fleet,
                    demand,
                    OperatorLoops.meters(exchange, fleet),
                    board,
                    activations,
                    listeners.pricings());
        } catch (RuntimeException failed) {
            // Whoever tries again watches anew.
            demand.close();
            throw failed;
        }
        FleetLoop machines =
                new FleetLoop(fleet, exchange, OperatorLoops.meters(exchange, fleet), accounts, listeners.fleet());
        List<MarketStep> steps = new ArrayList<>(desks.values());
        boolean own = config.site().machines() instanceof Machines.Metal;
        if (!own) {
            steps.add(machines);
        }
        steps.add(new CashLoop(exchange, backOffice.renewal(), accounts));
        steps.addAll(others);
        running = Optional.of(new Running(
                settling,
                demand,
                desks,
                machines,
                MarketLoop.everyMinute(exchange.clock(), steps),
                own ? Optional.of(MarketLoop.ofMachines(exchange.clock(), machines)) : Optional.empty()));
    }

    /** Lets market minutes pass. */
    synchronized void run() {
        running.orElseThrow().machines().ifPresent(MarketLoop::start);
        running.orElseThrow().loop().start();
    }

    /** What there is while it is done here; empty while another member does it, or nobody. */
    Optional<Running> running() {
        return running;
    }

    @Override
    public synchronized void end() {
        running.ifPresent(now -> {
            now.loop().close();
            now.machines().ifPresent(MarketLoop::close);
            now.demand().close();
        });
        running = Optional.empty();
        Settlement settling = settlement;
        settlement = null;
        if (settling != null) {
            settling.close();
        }
    }

    @Override
    public void close() {
        end();
    }
}
