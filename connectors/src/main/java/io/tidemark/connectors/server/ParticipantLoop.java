package io.tidemark.connectors.server;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.pool.View.AccountView;
import io.tidemark.exchange.pool.View.HoursView;
import io.tidemark.exchange.pool.View.OrdersView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.simulations.participant.Participant;
import io.tidemark.simulations.participant.Picture;
import java.util.List;

/** Lets made-up participants of one pool act, and refills their purses: theirs is play money. */
final class ParticipantLoop implements MarketStep {
    private static final long MINUTE = 60_000;
    private static final long POCKET = 200_000 * Money.PER_DOLLAR;
    private static final int HOURS_IN_VIEW = 9 * 24;

    /** A participant stops entering long before it has so many. */
    private static final int ORDERS_IN_VIEW = 100;

    private final PoolId pool;
    private final Exchange exchange;
    private final Ledger ledger;
    private final List<Participant> participants;

    ParticipantLoop(PoolId pool, Exchange exchange, Ledger ledger, List<Participant> participants) {
        this.pool = pool;
        this.exchange = exchange;
        this.ledger = ledger;
        this.participants = List.copyOf(participants);
    }

    @Override
    public void step(long now) {
        long minute = Math.floorDiv(now, MINUTE);
        PoolView view = (PoolView) Answers.await(exchange.ask(pool, new Query.PoolStatus()));
        HoursView hours = (HoursView)
                Answers.await(exchange.ask(pool, new Query.HoursFrom(Hours.containing(now), HOURS_IN_VIEW)));
        for (Participant participant : participants) {
            act(participant, minute, view, hours);
        }
    }

    private void act(Participant participant, long minute, PoolView view, HoursView hours) {
        if (ledger.home(participant.account()) < POCKET / 4) {
            ledger.deposit(participant.account(), POCKET, "play:" + participant.name() + ":" + minute);
        }
        View account = Answers.await(exchange.ask(pool, new Query.AccountOf(participant.account())));
        OrdersView orders = (OrdersView)
                Answers.await(exchange.ask(pool, Query.OrdersOf.open(participant.account(), ORDERS_IN_VIEW)));
        participant
                .act(minute, new Picture(view, hours.hours(), known(participant, account), orders.orders()))
                .forEach(this::submit);
    }

    /** Before its first order it has no wallet in the pool, and no titles. */
    private static AccountView known(Participant participant, View account) {
        return account instanceof AccountView view
                ? view
                : new AccountView(participant.account(), 0, 0, 0, List.of(), 0, 1);
    }

    /** A participant takes no for an answer: refusals are part of its life. */
    private void submit(Command command) {
        Answers.await(exchange.submit(pool, command));
    }
}
