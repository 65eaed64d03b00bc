package io.tidemark.pricing.life;

import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.price.Pricer;
import java.util.concurrent.atomic.AtomicInteger;

/** Rules that price, and how many hold them: the ticks that run, and whoever says that they are the present ones. */
final class Generation {
    private final RuleSet rules;
    private final Pricer pricer;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Held by whoever makes it. */
    Generation(RuleSet rules, Pricer pricer) {
        this.rules = rules;
        this.pricer = pricer;
    }

    Pricer pricer() {
        return pricer;
    }

    /** False if nobody holds them any more; then they are gone. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** The last one to let go closes the rules. */
    void letGo() {
        if (holders.decrementAndGet() == 0) {
            rules.close();
        }
    }
}
