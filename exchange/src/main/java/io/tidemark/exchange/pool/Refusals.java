package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refusals that more than one desk gives. */
final class Refusals {
    private Refusals() {}

    static Optional<Refused> of(Refusal reason, String field, String problem, String remedy) {
        return Optional.of(new Refused(reason, field, problem, remedy));
    }

    /** The house has wallets, but no orders: its supply enters through calls, and its titles are the unsold ones. */
    static boolean mayTrade(PoolState state, long account) {
        return !Clearing.isReserved(account) && state.clearing.knows(account);
    }

    static Refused refused(Refusal reason, String field, String problem, String remedy) {
        return new Refused(reason, field, problem, remedy);
    }

    /** Of what is true of each of so many lots; there is at least one. */
    static String eachOf(long lots) {
        return lots == 1 ? "the lot" : "each of the " + Lots.format(lots);
    }

    static Refused unknownAccount(PoolState state, long account) {
        return refused(
                Refusal.UNKNOWN_ACCOUNT,
                "account",
                "account " + account + " has no wallet in " + state.pool,
                "deposit into this pool first");
    }

    /** Nothing is entered while the pool is closed or halted; null while it is open. */
    static @Nullable Refused phase(PoolState state) {
        return state.phase.takesOrders() ? null : takesNoOrders(state);
    }

    private static Refused takesNoOrders(PoolState state) {
        if (state.phase == Phase.HALT) {
            return refused(
                    Refusal.MARKET_HALTED,
                    "pool",
                    "trading in " + state.pool + " is halted",
                    "cancels still work; wait for the call that resumes it");
        }
        return refused(Refusal.MARKET_CLOSED, "pool", state.pool + " is not open", "wait until the operator opens it");
    }
}
