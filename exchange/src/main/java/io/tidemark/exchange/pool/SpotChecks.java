package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.Optional;

/** What a spot bid must pass before it stands, and what is set aside for it. Reads only. */
final class SpotChecks {
    private final PoolState state;

    SpotChecks(PoolState state) {
        this.state = state;
    }

    /** In the order of the reasons: the first that holds is the answer. */
    Optional<Refused> refusal(Command.SubmitSpotBid bid) {
        if (!Refusals.mayTrade(state, bid.account())) {
            return Optional.of(Refusals.unknownAccount(state, bid.account()));
        }
        Refused phase = Refusals.phase(state);
        if (phase != null) {
            return Optional.of(phase);
        }
        if (bid.lots() < 1) {
            return Refusals.of(Refusal.LOTS_NOT_POSITIVE, "lots", Lots.format(bid.lots()), "at least 1 lot");
        }
        if (bid.maxTicks() < 1 || bid.maxTicks() > state.sheet.bandHigh()) {
            return Refusals.of(
                    Refusal.PRICE_OUTSIDE_BAND,
                    "maxPricePerGpuHour",
                    Price.format(Math.max(0, bid.maxTicks())) + " lies outside the static band",
                    "between " + Price.format(1) + " and " + Price.format(state.sheet.bandHigh()));
        }
        if (bid.lots() > state.rules.maxLots()) {
            return Refusals.of(
                    Refusal.TOO_MANY_LOTS,
                    "lots",
                    Lots.format(bid.lots()) + " in one bid",
                    "at most " + Lots.format(state.rules.maxLots()));
        }
        long free = state.clearing.wallet(bid.account()).free();
        long affordable = free / state.pool.lotHourMoney(bid.maxTicks(), 1);
        if (affordable < bid.lots()) {
            return Refusals.of(
                    Refusal.INSUFFICIENT_CREDIT,
                    "lots",
                    "one hour at the maximum is set aside, " + Money.format(state.pool.lotHourMoney(bid.maxTicks(), 1))
                            + " USD for each lot; free are " + Money.format(free) + " USD",
                    (affordable == 0 ? "" : "bid for at most " + Lots.format(affordable) + ", or ")
                            + "deposit more, or lower the maximum");
        }
        return Optional.empty();
    }

    /** What is set aside for an hour, micro-dollars. */
    long hourAtMax(Command.SubmitSpotBid bid) {
        return state.pool.lotHourMoney(bid.maxTicks(), bid.lots());
    }
}
