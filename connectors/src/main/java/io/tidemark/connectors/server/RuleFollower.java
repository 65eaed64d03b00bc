package io.tidemark.connectors.server;

import io.tidemark.pricing.life.LiveRules;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks in every market minute whether another rule set was activated, and lets it price as soon as it is compiled. */
final class RuleFollower implements MarketStep {
    private static final Logger LOG = LoggerFactory.getLogger(RuleFollower.class);

    private final LiveRules rules;
    private String last;
    private @Nullable CompletableFuture<String> looking;
    private @Nullable String said;

    RuleFollower(LiveRules rules) {
        this.rules = rules;
        this.last = rules.ruleSetId();
    }

    /** What the last look came to is told before the next one begins: a compilation takes many minutes of a fast market. */
    @Override
    public void step(long now) {
        if (looking != null) {
            if (!looking.isDone()) {
                return;
            }
            var unused = looking.handle((active, failed) -> failed == null ? follows(active) : stays(failed));
        }
        looking = rules.follow();
    }

    private boolean follows(String active) {
        if (!active.equals(last)) {
            LOG.info("rule set {} prices from now on, after {}", active, last);
            last = active;
        }
        said = null;
        return true;
    }

    private boolean stays(Throwable failed) {
        String why = String.valueOf(
                failed.getCause() == null
                        ? failed.getMessage()
                        : failed.getCause().getMessage());
        if (!why.equals(said)) {
            LOG.error("rule set {} prices on, because the active one cannot: {}", last, why);
            said = why;
        }
        return false;
    }
}
