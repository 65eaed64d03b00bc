package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.simulations.participant.Participant;
import io.tidemark.simulations.participant.Picture;
import java.util.ArrayList;
import java.util.List;

/** The traders of one pool that look at the market equally often; each sees it as it was before any of them acted. */
final class TraderAgents {
    private static final int HOURS_IN_VIEW = 9 * 24;

    /** A trader stops entering long before it has so many. */
    private static final int ORDERS_IN_VIEW = 100;

    private final List<Participant> traders;
    private final Desk desk;
    private final Calendar calendar;
    private final long every;
    private final long end;

    TraderAgents(List<Participant> traders, Desk desk, Calendar calendar, long every, long end) {
        this.traders = new ArrayList<>(traders);
        this.desk = desk;
        this.calendar = calendar;
        this.every = every;
        this.end = end;
    }

    void planFrom(long time) {
        if (time < end) {
            calendar.plan(time, Phase.TRADERS, at -> {
                act(at);
                planFrom(at + every);
            });
        }
    }

    private void act(long time) {
        View.PoolView pool = desk.market().status();
        View.HoursView hours = desk.market().hours(Hours.containing(time), HOURS_IN_VIEW);
        for (Participant trader : traders) {
            View.AccountView account = (View.AccountView) desk.market().answer(new Query.AccountOf(trader.account()));
            View.OrdersView orders =
                    (View.OrdersView) desk.market().answer(Query.OrdersOf.open(trader.account(), ORDERS_IN_VIEW));
            trader.act(time / every, new Picture(pool, hours.hours(), account, orders.orders()))
                    .forEach(command -> desk.enter(time, command));
        }
    }
}
