package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Event.WalletCredited;
import io.tidemark.exchange.pool.Event.WalletDebited;
import io.tidemark.exchange.pool.Reply.Accepted;
import io.tidemark.exchange.pool.Reply.Refused;
import org.junit.jupiter.api.Test;

/** Cash comes into a pool wallet and leaves it, each transfer once. */
class WalletTransferTest {
    private static final long DOLLAR = Money.PER_DOLLAR;

    private static Command.SubmitOrder bid(PoolSpec market, String id) {
        return new Command.SubmitOrder(
                market.account("alice"), id, Side.BUY, new DeliveryWindow(DAY + 14, 1), 1, 200, TimeInForce.GTC, false);
    }

    @Test
    void aTransferThatIsRepeatedMovesNothing() {
        PoolSpec market = market(600);
        long alice = market.account("alice");
        market.done(new Command.Credit(alice, 1, 5 * DOLLAR)).events();
        market.done(new Command.Credit(alice, 1, 5 * DOLLAR));
        market.done(new Command.Debit(alice, 2, 2 * DOLLAR));
        market.done(new Command.Debit(alice, 2, 2 * DOLLAR));
        assertThat(market.wallet("alice").free()).isEqualTo(3 * DOLLAR);
        assertThat(market.events(WalletCredited.class)).hasSize(1);
        assertThat(market.events(WalletDebited.class)).containsExactly(new WalletDebited(alice, 2, 2 * DOLLAR));
    }

    @Test
    void aWithdrawalThatIsRepeatedIsDoneThoughTheMoneyIsGone() {
        PoolSpec market = market(600).deposit("alice", "5");
        Command all = new Command.Debit(market.account("alice"), 7, 5 * DOLLAR);
        market.done(all);
        market.quietly().done(all);
        assertThat(market.events(WalletDebited.class)).isEmpty();
    }

    @Test
    void allWalletsAreShownAtOneMomentAndThatOfNobodyIsNothing() {
        PoolSpec market = market(600).deposit("alice", "100").deposit("bob", "5");
        market.done(bid(market, "open"));
        View.WalletsView wallets = (View.WalletsView) market.engine.answer(new Query.Wallets());
        assertThat(wallets.wallets())
                .filteredOn(wallet -> !Clearing.isReserved(wallet.account()))
                .extracting(View.AccountView::account, View.AccountView::free, View.AccountView::held)
                .containsExactly(
                        tuple(market.account("alice"), 84 * DOLLAR, 16 * DOLLAR),
                        tuple(market.account("bob"), 5 * DOLLAR, 0L));
        assertThat(market.engine.answer(new Query.AccountOf(777))).isInstanceOf(View.Nothing.class);
    }

    @Test
    void allThatAPoolWasEverGivenStaysFarFromWhatALongHolds() {
        PoolSpec market = market(600);
        long alice = market.account("alice");
        long most = 4_000_000_000_000L * DOLLAR;
        market.done(new Command.Credit(alice, 1, most - 1));
        Refused refused = (Refused)
                market.apply(new Command.Credit(market.account("bob"), 1, 2)).reply();
        assertThat(refused.reason()).isEqualTo(Refusal.GUARD_BROKEN);
        market.done(new Command.Credit(market.account("bob"), 1, 1));
    }

    @Test
    void anOrderBringsItsMoneyAlong() {
        PoolSpec market = market(600);
        long alice = market.account("alice");
        Command funded = new Command.FundAndSubmit(new Command.Credit(alice, 1, 16 * DOLLAR), bid(market, "funded"));
        Reply first = market.done(funded).reply();
        assertThat(first).isInstanceOf(Accepted.class);
        assertThat(market.wallet("alice").held()).isEqualTo(16 * DOLLAR);
        assertThat(market.done(funded).reply()).isEqualTo(first);
        assertThat(market.wallet("alice").free()).isZero();
    }

    @Test
    void aSpotBidBringsItsMoneyAlongAndNoneComesWhereTheMoneyIsRefused() {
        PoolSpec market = market(600);
        long alice = market.account("alice");
        Command.SubmitSpotBid bid = new Command.SubmitSpotBid(alice, "bid", 1, 200, false);
        Reply refused = market.apply(new Command.FundAndBid(new Command.Credit(alice, 1, 0), bid))
                .reply();
        assertThat(refused).isInstanceOf(Refused.class);
        market.done(new Command.FundAndBid(new Command.Credit(alice, 1, 16 * DOLLAR), bid));
        assertThat(market.wallet("alice").held()).isEqualTo(16 * DOLLAR);
        market.done(new Command.Credit(alice, 2, 100 * DOLLAR));
        long order = market.buy("alice", 1, 14, 15, "2.00").enter();
        Command.Replace dearer = new Command.Replace(alice, order, "dearer", 1, 250);
        assertThat(market.apply(new Command.FundAndReplace(new Command.Credit(alice, 9, 0), dearer))
                        .reply())
                .isInstanceOf(Refused.class);
        assertThat(market.order("alice", order).limit()).isEqualTo(200);
    }

    @Test
    void whereTheMoneyOrTheOrderIsNotThereTheAnswerSaysWhich() {
        PoolSpec market = market(600);
        long alice = market.account("alice");
        Command.Credit nothing = new Command.Credit(alice, 1, 0);
        assertThat(reason(market, new Command.FundAndSubmit(nothing, bid(market, "funded"))))
                .isEqualTo(Refusal.GUARD_BROKEN);
        Command.Replace noOrder = new Command.Replace(alice, 77, "no order", 1, 200);
        assertThat(reason(market, new Command.FundAndReplace(nothing, noOrder))).isEqualTo(Refusal.GUARD_BROKEN);
        assertThat(reason(market, new Command.FundAndReplace(new Command.Credit(alice, 1, DOLLAR), noOrder)))
                .isEqualTo(Refusal.NO_SUCH_ORDER);
        assertThat(market.wallet("alice").free()).isEqualTo(DOLLAR);
    }

    private static Refusal reason(PoolSpec market, Command command) {
        return ((Refused) market.apply(command).reply()).reason();
    }

    @Test
    void moneyOfARefusedOrderStaysInTheWalletUntilItIsSwept() {
        PoolSpec market = market(600);
        long alice = market.account("alice");
        Reply reply = market.apply(
                        new Command.FundAndSubmit(new Command.Credit(alice, 1, 15 * DOLLAR), bid(market, "too little")))
                .reply();
        assertThat(reply).isInstanceOf(Refused.class);
        assertThat(market.wallet("alice").free()).isEqualTo(15 * DOLLAR);
        market.done(new Command.Sweep(alice));
        assertThat(market.wallet("alice").free()).isZero();
        assertThat(market.events(WalletDebited.class)).containsExactly(new WalletDebited(alice, 0, 15 * DOLLAR));
    }

    @Test
    void anAmountThatNobodyHasIsRefused() {
        PoolSpec market = market(600);
        long alice = market.account("alice");
        assertThat(market.apply(new Command.Credit(alice, 1, Long.MAX_VALUE)).reply())
                .isInstanceOf(Refused.class);
        assertThat(market.apply(new Command.Credit(alice, 1, 0)).reply()).isInstanceOf(Refused.class);
        market.done(new Command.Credit(alice, 1, DOLLAR));
    }

    @Test
    void fromOneMicroDollarUpAnythingThatIsFreeCanBeWithdrawn() {
        PoolSpec market = market(600);
        long alice = market.account("alice");
        market.done(new Command.Credit(alice, 1, 2));
        assertThat(market.apply(new Command.Debit(alice, 2, 0)).reply()).isInstanceOf(Refused.class);
        assertThat(market.apply(new Command.Debit(alice, 2, 3)).reply()).isInstanceOf(Refused.class);
        market.done(new Command.Debit(alice, 2, 1));
        assertThat(market.wallet("alice").free()).isEqualTo(1);
    }

    @Test
    void aWalletThatIsNotThereCannotBeSwept() {
        assertThat(market(600).apply(new Command.Sweep(777)).reply())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refusal.UNKNOWN_ACCOUNT));
    }

    @Test
    void nothingIsSweptWhileSomethingIsOpen() {
        PoolSpec market = market(600).deposit("alice", "100");
        market.done(bid(market, "open"));
        market.done(new Command.Sweep(market.account("alice")));
        assertThat(market.wallet("alice").free()).isEqualTo(84 * DOLLAR);
    }

    @Test
    void nothingIsSweptWhileASpotBidWaits() {
        PoolSpec market = market(600).deposit("alice", "100");
        long bid = market.spot("alice", 1, "2.00", false);
        Command sweep = new Command.Sweep(market.account("alice"));
        market.done(sweep);
        assertThat(market.wallet("alice").free()).isEqualTo(84 * DOLLAR);
        market.cancel("alice", bid).quietly().done(sweep);
        market.done(sweep);
        assertThat(market.events(WalletDebited.class))
                .extracting(WalletDebited::amount)
                .containsExactly(100 * DOLLAR);
    }
}
