package io.tidemark.connectors.server;

import io.tidemark.pricing.life.LiveRules;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks in every second whether another rule set was activated, and lets it price as soon as it is compiled. Every member of a
 * cluster has one, so that whoever begins to price knows what is active.
 */
final class RuleFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuleFollower.class);

    private final LiveRules rules;
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(RuleFollower::background);
    private String last;
    private @Nullable String said;

    RuleFollower(LiveRules rules) {
        this.rules = rules;
        this.last = rules.ruleSetId();
        var unused = looking.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private static Thread background(Runnable task) {
        Thread thread = new Thread(task, "rule-follower");
        thread.setDaemon(true);
        return thread;
    }

    /** The next look comes a second after this one has ended, be it with seconds of compiling. */
    private void look() {
        try {
            follows(rules.follow().join());
        } catch (CompletionException failed) {
            stays(failed);
        } catch (RuntimeException closed) {
            LOG.debug("rule sets are not followed any more: {}", closed.toString());
        }
    }

    private void follows(String active) {
        if (!active.equals(last)) {
            LOG.info("rule set {} prices from now on, after {}", active, last);
            last = active;
        }
        said = null;
    }

    private void stays(CompletionException failed) {
        Throwable cause = failed.getCause();
        String why = String.valueOf((cause == null ? failed : cause).getMessage());
        if (!why.equals(said)) {
            LOG.error("rule set {} prices on, because the active one cannot: {}", last, why);
            said = why;
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
