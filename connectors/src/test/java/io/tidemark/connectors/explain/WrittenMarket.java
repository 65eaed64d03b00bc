package io.tidemark.connectors.explain;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View.HoursView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.release.Machines;
import io.tidemark.fleet.release.OperatorDesk;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.price.Pricing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A pool with an operator and a buyer, on an engine of its own, whose every command goes into a journal. */
final class WrittenMarket implements AutoCloseable {
    static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    static final long START = Hours.startMillis(Hours.parse("2026112108"));

    private static final long LOTS = 100;
    private static final long STEP = 5 * 60_000;
    private static final long BUYER = 7;

    private final SplittableRandom random;
    private final PoolEngine engine = new PoolEngine(POOL);
    private final OperatorDesk desk;
    private final FileJournal journal;
    private final List<Integer> evidenceBytes = new ArrayList<>();
    private long now = START;
    private long orders;
    private CompletableFuture<JournalEntry> lastWritten = new CompletableFuture<>();
    private @Nullable PublishedTick last;
    private @Nullable PublishedTick offering;

    WrittenMarket(Path data, Pricing pricing, int segmentBytes, long seed) {
        random = new SplittableRandom(seed);
        SurplusPolicy policy = SurplusPolicy.forPool(POOL.sku(), LOTS);
        desk = new OperatorDesk(
                POOL,
                new SurplusTracker(policy),
                new DemandForecast(policy),
                pricing,
                new Limits(30, 5_000, 2_500),
                Machines.everReady());
        journal = FileJournal.open(
                data.resolve("journal"), new FileJournalOptions(segmentBytes, 64L << 20, Duration.ofNanos(50_000)));
        enter(new Command.OpenMarket(MarketRules.standard()));
        enter(new Command.OpenAccount(BUYER, BUYER));
        enter(new Command.Credit(BUYER, 1, 10_000_000_000_000L));
    }

    /** Lets five market minutes pass. */
    void step() {
        now += STEP;
        enter(new Command.Tick());
        buy();
        long busy = 20 + Math.floorMod(now / Hours.MILLIS, 24) + random.nextLong(3);
        PoolView view = (PoolView) engine.answer(new Query.PoolStatus());
        HoursView hours = (HoursView) engine.answer(new Query.HoursFrom(Hours.containing(now) - 2, 9 * 24));
        for (Command command : desk.step(now, new DemandSnapshot(now, LOTS, busy, 0, false), view, hours.hours())
                .commands()) {
            PoolEngine.Outcome outcome = enter(command);
            if (command instanceof Command.PublishRules published) {
                evidenceBytes.add(published.evidence().bytes().length);
                last = new PublishedTick(desk.priced().orElseThrow(), outcome.sequence(), outcome.time());
            } else if (command instanceof Command.OfferSupply) {
                offering = last;
            }
        }
    }

    /** Prices move only where somebody trades. */
    private void buy() {
        long start = Hours.containing(now) + random.nextLong(1, 30);
        enter(new Command.SubmitOrder(
                BUYER,
                "order-" + ++orders,
                Side.BUY,
                new DeliveryWindow(start, random.nextInt(1, 6)),
                random.nextLong(1, 9),
                random.nextLong(150, 900),
                TimeInForce.GTC,
                false));
    }

    private PoolEngine.Outcome enter(Command command) {
        PoolEngine.Outcome outcome = engine.apply(now, 0, command);
        LoggedCommand logged =
                new LoggedCommand(outcome.sequence(), outcome.time(), 0, command, outcome.reply(), outcome.events());
        CompletableFuture<JournalEntry> written = new CompletableFuture<>();
        journal.append(
                new JournalRecord(
                        POOL.toString(),
                        1,
                        outcome.sequence(),
                        outcome.sequence(),
                        outcome.time(),
                        PoolLog.encode(List.of(logged))),
                heardBy(written));
        lastWritten = written;
        if (command instanceof Command.PublishRules && outcome.reply() instanceof Reply.Refused refused) {
            throw new IllegalStateException(refused.problem());
        }
        return outcome;
    }

    long now() {
        return now;
    }

    /** What the market itself says of an hour so many hours ahead. */
    PriceExplanation explained(int hoursAhead) {
        if (last == null) {
            throw new IllegalStateException("nothing was priced yet");
        }
        return Explanations.of(
                        new StandingPrices(last, offering),
                        Hours.containing(now) + hoursAhead,
                        Optional.of(MarketRules.standard()))
                .orElseThrow();
    }

    private static DurableListener heardBy(CompletableFuture<JournalEntry> written) {
        return new DurableListener() {
            @Override
            public void durable(JournalEntry entry) {
                written.complete(entry);
            }

            @Override
            public void failed(JournalRecord record, Throwable cause) {
                written.completeExceptionally(cause);
            }
        };
    }

    /** Waits for the journal, which writes in a thread of its own: another reader finds everything from here on. */
    void awaitWritten() {
        lastWritten.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Lets go of everything that is not in the last segment. */
    void release() {
        awaitWritten();
        journal.release(journal.durableOffset());
    }

    /** Bytes of evidence of each pricing. */
    List<Integer> evidenceBytes() {
        return evidenceBytes;
    }

    @Override
    public void close() {
        journal.close();
    }
}
