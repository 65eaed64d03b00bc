package io.tidemark.fleet.settlement;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Event;
import io.tidemark.fleet.ledger.AccountCode;
import io.tidemark.fleet.ledger.AccountCode.Pocket;
import io.tidemark.fleet.ledger.Particulars;
import io.tidemark.fleet.ledger.Transfer;
import io.tidemark.fleet.ledger.Transfer.Draft;
import java.util.ArrayList;
import java.util.List;

/**
 * What the events of a command move in the books, to the micro-dollar as {@link Clearing} moved it in the engine. Pure:
 * the same command gives the same transfers with the same keys, {@code pool:sequence:event[:leg]}.
 *
 * <p>Credits and debits of a wallet are not here: they have another end outside the pool, so {@link
 * io.tidemark.fleet.ledger.WalletTransfers} books them.
 */
final class Mirror {
    private static final long SECOND = 1_000;

    private final PoolId pool;
    private final LoggedCommand logged;
    private final List<Transfer> transfers = new ArrayList<>();

    private Mirror(PoolId pool, LoggedCommand logged) {
        this.pool = pool;
        this.logged = logged;
    }

    static List<Transfer> transfers(PoolId pool, LoggedCommand logged) {
        Mirror mirror = new Mirror(pool, logged);
        for (int i = 0; i < logged.events().size(); i++) {
            mirror.event(i, logged.events().get(i));
        }
        return mirror.transfers;
    }

    private void event(int index, Event event) {
        if (event instanceof Event.OrderEntered entered) {
            hold(index, "order hold", entered.account(), entered.hold());
        } else if (event instanceof Event.OrderReplaced replaced) {
            hold(index, "order replaced", replaced.account(), -replaced.released());
        } else if (event instanceof Event.SpotBidEntered entered) {
            hold(index, "spot hold", entered.account(), entered.hold());
        } else if (event instanceof Event.SpotFunded funded) {
            hold(index, "spot hold", funded.account(), funded.hold());
        } else if (event instanceof Event.OrderClosed closed) {
            hold(index, "order release", closed.account(), -closed.released());
        } else if (event instanceof Event.SpotBidClosed closed) {
            hold(index, "spot release", closed.account(), -closed.released());
        } else if (event instanceof Event.Traded traded) {
            traded(index, traded);
        } else if (event instanceof Event.HourSettled settled) {
            settled(index, "hour settled", settled.legs());
        } else if (event instanceof Event.Curtailed curtailed) {
            settled(index, "curtailed", curtailed.legs());
        } else if (event instanceof Event.BoughtBack burned) {
            settled(index, "bought back", burned.legs());
        } else if (event instanceof Event.DamagesAwarded awarded) {
            damages(index, "damages", awarded.account(), awarded.fromDamages(), awarded.fromOperator(), of(awarded));
        } else if (event instanceof Event.DamagesCaughtUp paid) {
            damages(index, "damages owed", paid.account(), paid.fromDamages(), paid.fromOperator(), of(paid));
        } else if (event instanceof Event.LeasePaid paid) {
            leasePaid(index, paid);
        }
    }

    /** From free to held, or back if below zero. */
    private void hold(int index, String kind, long account, long amount) {
        add(draft(index, kind).move(free(account), held(account), amount));
    }

    private void traded(int index, Event.Traded traded) {
        long buyer = traded.account();
        add(draft(index, "trade")
                .about(of(traded))
                .with(held(buyer), -Math.addExact(Math.addExact(traded.cost(), traded.buyerFee()), traded.released()))
                .with(escrow(buyer), traded.cost())
                .with(AccountCode.fees(pool), traded.buyerFee())
                .with(free(buyer), traded.released()));
        for (int leg = 0; leg < traded.legs().size(); leg++) {
            Event.SoldLeg sold = traded.legs().get(leg);
            add(draft(index, leg, "resale").move(escrow(sold.seller()), free(sold.seller()), sold.escrowReleased()));
        }
    }

    private void settled(int index, String kind, List<LegSettlement> legs) {
        for (int leg = 0; leg < legs.size(); leg++) {
            LegSettlement settled = legs.get(leg);
            add(draft(index, leg, kind)
                    .about(of(settled))
                    .with(escrow(settled.buyer()), -settled.escrow())
                    .with(free(settled.buyer()), settled.escrow() - settled.paid() + settled.buyerFeeRefund())
                    .with(free(settled.seller()), settled.paid() - settled.sellerFee())
                    .with(AccountCode.fees(pool), settled.sellerFee() - settled.buyerFeeRefund()));
        }
    }

    /** What could not be paid is no money yet: it is owed, and moves when it is caught up. */
    private void damages(int index, String kind, long holder, long fromDamages, long fromOperator, Particulars what) {
        add(draft(index, kind)
                .about(what)
                .with(free(Clearing.DAMAGES), -fromDamages)
                .with(free(Clearing.OPERATOR), -fromOperator)
                .with(free(holder), Math.addExact(fromDamages, fromOperator)));
    }

    private void leasePaid(int index, Event.LeasePaid paid) {
        add(draft(index, "lease payment")
                .about(of(paid))
                .with(held(paid.account()), -Math.addExact(paid.paid(), paid.released()))
                .with(free(paid.account()), paid.released())
                .with(free(Clearing.OPERATOR), paid.paid()));
    }

    private static Particulars of(Event.Traded traded) {
        return new Particulars(
                traded.window().start(),
                traded.window().hours(),
                traded.lots(),
                null,
                null,
                traded.tradeId(),
                traded.account(),
                null);
    }

    private static Particulars of(LegSettlement leg) {
        return new Particulars(
                leg.hour(),
                1,
                leg.lots(),
                leg.ticks(),
                leg.lots() * leg.deliveredSeconds() * SECOND,
                leg.parcel(),
                leg.buyer(),
                leg.paid());
    }

    private static Particulars of(Event.LeasePaid paid) {
        return new Particulars(
                paid.hour(), 1, null, paid.ticks(), paid.lotMillis(), paid.bidId(), paid.account(), paid.paid());
    }

    private static Particulars of(Event.DamagesAwarded awarded) {
        return new Particulars(
                awarded.hour(),
                1,
                awarded.lots(),
                null,
                awarded.lots() * awarded.deliveredSeconds() * SECOND,
                awarded.parcel(),
                null,
                null);
    }

    private static Particulars of(Event.DamagesCaughtUp paid) {
        return new Particulars(paid.hour(), 1, null, null, null, paid.parcel(), null, null);
    }

    private void add(Draft draft) {
        if (!draft.isEmpty()) {
            transfers.add(draft.single());
        }
    }

    private Draft draft(int index, String kind) {
        return new Draft(pool + ":" + logged.sequence() + ":" + index, kind, logged.time());
    }

    private Draft draft(int index, int leg, String kind) {
        return new Draft(pool + ":" + logged.sequence() + ":" + index + ":" + leg, kind, logged.time());
    }

    private AccountCode free(long account) {
        return AccountCode.wallet(pool, account, Pocket.FREE);
    }

    private AccountCode held(long account) {
        return AccountCode.wallet(pool, account, Pocket.HELD);
    }

    private AccountCode escrow(long account) {
        return AccountCode.wallet(pool, account, Pocket.ESCROW);
    }
}
