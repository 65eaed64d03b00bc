package io.tidemark.connectors.explain;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.VerifiedJournal;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Reply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a journal for what a pool was told of prices until an instant. */
final class LoggedPrices implements VerifiedJournal.Witness {
    private final PoolId pool;
    private final long until;
    private long releasedUntil;
    private boolean known;
    private @Nullable Published last;
    private @Nullable Published offering;
    private @Nullable MarketRules rules;

    /**
     * For a pool.
     *
     * @param until market time, epoch milliseconds
     */
    LoggedPrices(PoolId pool, long until) {
        this.pool = pool;
        this.until = until;
    }

    /**
     * A pricing as the pool was told of it.
     *
     * @param supply what was offered of it, if anything was
     */
    record Published(Command.PublishRules rules, Optional<Command.OfferSupply> supply, long sequence, long time) {}

    @Override
    public void begin() {
        releasedUntil = 0;
        known = false;
        last = null;
        offering = null;
        rules = null;
    }

    @Override
    public void released(PoolHead head) {
        if (head.pool().equals(pool.toString())) {
            known = true;
            releasedUntil = head.sequence();
        }
    }

    @Override
    public void verified(JournalEntry entry, PoolHead head) {
        if (head.pool().equals(pool.toString())) {
            known = true;
            PoolLog.decode(entry.record()).forEach(this::read);
        }
    }

    private void read(LoggedCommand logged) {
        if (logged.time() > until || logged.reply() instanceof Reply.Refused) {
            return;
        }
        if (logged.command() instanceof Command.PublishRules published) {
            last = new Published(published, Optional.empty(), logged.sequence(), logged.time());
        } else if (logged.command() instanceof Command.OfferSupply offered && last != null) {
            // Supply is offered right behind the rules that priced it.
            offering = new Published(last.rules(), Optional.of(offered), last.sequence(), last.time());
        } else if (logged.command() instanceof Command.OpenMarket open) {
            rules = open.rules();
        }
    }

    boolean isKnown() {
        return known;
    }

    /** The last sequence that is not kept any more, 0 if all are. */
    long releasedUntil() {
        return releasedUntil;
    }

    Optional<Published> last() {
        return Optional.ofNullable(last);
    }

    Optional<Published> offering() {
        return Optional.ofNullable(offering);
    }

    /** With which numbers the pool was opened, if that is kept. */
    Optional<MarketRules> rules() {
        return Optional.ofNullable(rules);
    }
}
