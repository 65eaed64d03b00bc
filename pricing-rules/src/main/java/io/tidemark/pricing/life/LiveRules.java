package io.tidemark.pricing.life;

import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.publish.PoolPrices;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Prices by whichever rule set is active, and follows when another one becomes so. Threads may share it.
 *
 * <p>Another set is compiled and its cases are asked on a thread of the lowest priority, while the present one prices on.
 * Then it takes the present one's place between two ticks: a tick that has begun ends with the rules it began with, and
 * the last such tick lets go of them. A set that does not get so far changes nothing.
 */
public final class LiveRules implements Pricing, AutoCloseable {
    private final RuleLife life;
    private final ExecutorService builder;

    /** Written by the builder's thread only. */
    private volatile Generation present;

    /** The set that was tried and could not price, so that it is not compiled again and again; of the builder's thread. */
    private Optional<Unusable> unusable = Optional.empty();

    private record Unusable(String set, RuntimeException why) {}

    private LiveRules(RuleLife life, RuleSet first) {
        this.life = life;
        this.present = new Generation(first, new Pricer(first));
        this.builder = Executors.newSingleThreadExecutor(LiveRules::builderThread);
    }

    /** Compiling competes with pricing for the processor; not every system honours the wish to come last. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static Thread builderThread(Runnable work) {
        Thread thread = new Thread(work, "rule-builder");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /**
     * Compiles the active set; a store without a history begins with the configured one. This takes seconds in a cold
     * virtual machine.
     *
     * @throws LifeRefusedException if this release makes other rules of the tables of the active set
     * @throws RuleStoreException if the store cannot be used
     * @throws io.tidemark.pricing.table.TablesRefusedException if the configured tables are not right
     */
    public static LiveRules open(RuleLife life, Draft configured, Instant at) {
        life.adopt(configured, at);
        String active = life.active().orElseThrow(() -> new RuleStoreException("the history has no active set"));
        return new LiveRules(life, life.compiled(active));
    }

    /**
     * Looks which set is active and, if it is another one than prices, puts it in place. Returns at once.
     *
     * @return ends with the id of the set that prices then; or with what keeps the active one from pricing, which is tried
     *     once and not again until another set is active
     */
    public CompletableFuture<String> follow() {
        return CompletableFuture.supplyAsync(this::caughtUp, builder);
    }

    @Override
    public PoolPrices price(Basis basis) {
        Generation held = held();
        try {
            return held.pricer().price(basis);
        } finally {
            held.letGo();
        }
    }

    /** Of the set that prices at this moment. */
    @Override
    public String ruleSetId() {
        return present.pricer().ruleSetId();
    }

    /** Over all sets that priced since this was opened. */
    @Override
    public Pricer.Counts counts() {
        return present.pricer().counts();
    }

    /** Ends following. Ticks that run end as they began; nothing may be priced afterwards. */
    @Override
    public void close() {
        builder.shutdownNow();
        present.letGo();
    }

    private String caughtUp() {
        String active = life.active().orElseThrow(() -> new RuleStoreException("the history has no active set"));
        if (active.equals(ruleSetId())) {
            unusable = Optional.empty();
            return active;
        }
        unusable.filter(tried -> tried.set().equals(active)).ifPresent(tried -> {
            throw tried.why();
        });
        try {
            RuleSet fresh = life.compiled(active);
            // The pricer goes on counting where the one before it stops.
            Generation before = present;
            present = new Generation(fresh, before.pricer().with(fresh));
            before.letGo();
            return active;
        } catch (RuntimeException failed) {
            unusable = Optional.of(new Unusable(active, failed));
            throw failed;
        }
    }

    private Generation held() {
        Generation latest = present;
        while (!latest.hold()) {
            // It was replaced and let go between the two looks; the one in its place is there already.
            latest = present;
        }
        return latest;
    }
}
