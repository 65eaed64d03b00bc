package io.tidemark.simulations.world;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.simulations.scenario.Scenario.Horizon;

/** Where participants of one account enter their orders; counts what is refused. */
final class Desk {
    private final Market market;
    private final Tally tally;
    private final Horizon horizon;

    Desk(Market market, Tally tally, Horizon horizon) {
        this.market = market;
        this.tally = tally;
        this.horizon = horizon;
    }

    Market market() {
        return market;
    }

    Reply enter(long time, Command command) {
        Reply reply = market.submit(time, command);
        boolean order = command instanceof Command.SubmitOrder || command instanceof Command.SubmitSpotBid;
        if (order && reply instanceof Reply.Refused && time >= horizon.countedFrom()) {
            tally.refusals++;
        }
        return reply;
    }

    /** Takes back an order or ends a lease; one that has ended meanwhile needs no more. */
    void cancel(long time, long account, long orderId) {
        market.submit(time, new Command.Cancel(account, orderId));
    }
}
