package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Refusal.EXPIRY_IN_THE_PAST;
import static io.tidemark.exchange.pool.Refusal.GUARD_BROKEN;
import static io.tidemark.exchange.pool.Refusal.HOUR_NOT_TO_SETTLE;
import static io.tidemark.exchange.pool.Refusal.INSUFFICIENT_CREDIT;
import static io.tidemark.exchange.pool.Refusal.LOTS_NOT_POSITIVE;
import static io.tidemark.exchange.pool.Refusal.MARKET_CLOSED;
import static io.tidemark.exchange.pool.Refusal.MARKET_HALTED;
import static io.tidemark.exchange.pool.Refusal.NOT_IN_A_CALL;
import static io.tidemark.exchange.pool.Refusal.NOT_NOW;
import static io.tidemark.exchange.pool.Refusal.NOT_REPLACEABLE;
import static io.tidemark.exchange.pool.Refusal.NO_SUCH_ORDER;
import static io.tidemark.exchange.pool.Refusal.OUTSIDE_DYNAMIC_BAND;
import static io.tidemark.exchange.pool.Refusal.POSITION_LIMIT;
import static io.tidemark.exchange.pool.Refusal.POST_ONLY_WOULD_TRADE;
import static io.tidemark.exchange.pool.Refusal.PRICE_OUTSIDE_BAND;
import static io.tidemark.exchange.pool.Refusal.SELLERS_ARE_DIVISIBLE;
import static io.tidemark.exchange.pool.Refusal.TERMS_CONTRADICT;
import static io.tidemark.exchange.pool.Refusal.TITLES_NOT_COVERED;
import static io.tidemark.exchange.pool.Refusal.TOO_LARGE_A_VALUE;
import static io.tidemark.exchange.pool.Refusal.TOO_MANY_LOTS;
import static io.tidemark.exchange.pool.Refusal.TOO_MANY_ORDERS;
import static io.tidemark.exchange.pool.Refusal.UNKNOWN_ACCOUNT;
import static io.tidemark.exchange.pool.Refusal.WINDOW_IN_THE_PAST;
import static io.tidemark.exchange.pool.Refusal.WINDOW_NOT_LISTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.Reply.Accepted;
import io.tidemark.exchange.pool.Reply.Done;
import io.tidemark.exchange.pool.Reply.Refused;
import io.tidemark.exchange.spot.Tranche;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static final long TEN_O_CLOCK = Hours.parse("2026112110");

    /** One row a reason, in the order they are declared; each row repairs only what the row above broke. */
    private static final List<Row> ROWS = List.of(
            new Row(UNKNOWN_ACCOUNT, desk -> {}),
            new Row(TOO_MANY_ORDERS, desk -> {
                desk.send(new Command.OpenAccount(101, 101));
                desk.send(new Command.PublishRules(limits(0, 0).withTiers(List.of(new Tier(0, 0, 0, 0, 1, 1)))));
                desk.send(desk.order());
            }),
            new Row(MARKET_CLOSED, desk -> desk.send(new Command.PublishRules(limits(0, 0)))),
            new Row(MARKET_HALTED, desk -> {
                desk.send(new Command.OpenMarket(MarketRules.standard()));
                desk.send(new Command.Halt());
            }),
            new Row(TERMS_CONTRADICT, desk -> desk.send(new Command.Resume())),
            new Row(NOT_IN_A_CALL, desk -> desk.postOnly = false),
            new Row(WINDOW_IN_THE_PAST, desk -> desk.now += 6 * 60_000),
            new Row(WINDOW_NOT_LISTED, desk -> desk.window = new DeliveryWindow(TEN_O_CLOCK + 1, 168)),
            new Row(LOTS_NOT_POSITIVE, desk -> desk.window = new DeliveryWindow(TEN_O_CLOCK + 1, 2)),
            new Row(SELLERS_ARE_DIVISIBLE, desk -> desk.lots = 100_001),
            new Row(EXPIRY_IN_THE_PAST, desk -> {
                desk.timeInForce = TimeInForce.GTD;
                desk.expiresAt = desk.now;
            }),
            new Row(PRICE_OUTSIDE_BAND, desk -> desk.expiresAt = desk.now + 1),
            new Row(TOO_MANY_LOTS, desk -> desk.limit = 1_000_000),
            new Row(TOO_LARGE_A_VALUE, desk -> desk.lots = 100_000),
            new Row(POSITION_LIMIT, desk -> {
                desk.limit = 200;
                desk.side = Side.BUY;
                desk.lots = 5;
                desk.send(new Command.SetCapacity(TEN_O_CLOCK, List.of(10L)));
                desk.send(new Command.PublishRules(limits(0, 4_000)));
            }),
            new Row(TITLES_NOT_COVERED, desk -> desk.side = Side.SELL),
            new Row(INSUFFICIENT_CREDIT, desk -> {
                desk.side = Side.BUY;
                desk.lots = 4;
            }),
            new Row(POST_ONLY_WOULD_TRADE, desk -> {
                desk.send(new Command.Credit(101, 1, 1_000_000_000));
                desk.send(new Command.OfferSupply(
                        List.of(asks(TEN_O_CLOCK + 1, 150, 150, 150, 150), asks(TEN_O_CLOCK + 2, 150, 150, 150, 150))));
                desk.now += 20 * 60_000;
                desk.expiresAt = desk.now + 1;
                desk.postOnly = true;
            }),
            new Row(OUTSIDE_DYNAMIC_BAND, desk -> {
                desk.send(new Command.PublishRules(limits(100, 0)));
                desk.postOnly = false;
                desk.limit = 199;
                // The first one of its kind is entered, and a call is held for it.
                desk.send(desk.order("the first"));
                desk.now += 3 * 60_000;
                desk.send(new Command.Cancel(101, 0));
                desk.expiresAt = desk.now + 1;
            }),
            // From here on the reasons belong to other commands than an order.
            new Row(NO_SUCH_ORDER, desk -> desk.command = new Command.Cancel(101, 77)),
            new Row(NOT_REPLACEABLE, desk -> {
                desk.send(new Command.Credit(101, 1, 1_000_000_000));
                desk.send(new Command.PublishRules(sheet(1, 1_000, 0, 120)));
                Accepted bid = (Accepted) desk.send(new Command.SubmitSpotBid(101, "spot", 1, 200, false))
                        .reply();
                desk.command = new Command.Replace(101, bid.orderId(), "more", 2, 200);
            }),
            new Row(HOUR_NOT_TO_SETTLE, desk -> desk.command = new Command.MeterHour(TEN_O_CLOCK, List.of())),
            new Row(GUARD_BROKEN, desk -> desk.command = new Command.PublishRules(sheet(5, 4, 0, 120))),
            new Row(NOT_NOW, desk -> desk.command = new Command.Resume()));

    private static RuleSheet sheet(long bandLow, long bandHigh, int bps, int notice, Tranche... reserve) {
        return new RuleSheet("test", bandLow, bandHigh, bps, bps, notice, List.of(reserve), List.of());
    }

    private static Command.HourSupply asks(long hour, long... ticks) {
        return new Command.HourSupply(
                hour,
                ticks.length,
                Arrays.stream(ticks).mapToObj(price -> new Tranche(price, 1)).toList());
    }

    private static RuleSheet limits(int dynamicBandBps, int positionLimitBps) {
        List<RuleSheet.FairValue> fair =
                List.of(new RuleSheet.FairValue(TEN_O_CLOCK + 1, 100), new RuleSheet.FairValue(TEN_O_CLOCK + 2, 100));
        return new RuleSheet("limits", 1, 1_000_000, 0, 0, 120, List.of(), fair, dynamicBandBps, positionLimitBps, 0);
    }

    @Test
    void theFirstReasonThatHoldsIsTheAnswer() {
        Desk desk = new Desk();
        for (Row row : ROWS) {
            row.repair().accept(desk);
            Outcome outcome = desk.send(desk.command == null ? desk.order() : desk.command);
            assertThat(outcome.reply()).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.reason()).as("%s", refused).isEqualTo(row.reason());
                assertThat(refused.field()).isNotBlank();
                assertThat(refused.problem()).isNotBlank();
                assertThat(refused.remedy()).isNotBlank();
            });
            assertThat(outcome.events().stream().filter(event -> event instanceof Event.OrderEntered))
                    .isEmpty();
        }
    }

    @Test
    void everyReasonHasItsRow() {
        assertThat(ROWS).map(Row::reason).isEqualTo(Arrays.asList(Refusal.values()));
    }

    @Test
    void withNothingBrokenTheOrderIsAccepted() {
        Desk desk = new Desk();
        ROWS.stream().limit(17).forEach(row -> row.repair().accept(desk));
        desk.send(new Command.Credit(101, 1, 128_000_000));
        assertThat(desk.send(desk.order()).reply()).isInstanceOf(Accepted.class);
    }

    @Test
    void noOrderAndNoBidIsLargerThanTheRulesOfThePoolAllow() {
        PoolSpec market = PoolSpec.market(600, MarketRules.standard().withMaxLots(26))
                .capacity(26)
                .reserve("26@1.00")
                .deposit("alice", "1000000");
        market.buy("alice", 26, 14, 15, "1.00").enter();
        Refused order = market.buy("alice", 27, 14, 15, "1.00").enterToBeRefused();
        assertThat(order.reason()).isEqualTo(Refusal.TOO_MANY_LOTS);
        assertThat(order.remedy()).isEqualTo("at most 26 lots");
        Refused bid = (Refused) market.apply(new Command.SubmitSpotBid(market.account("alice"), "many", 27, 100, false))
                .reply();
        assertThat(bid.reason()).isEqualTo(Refusal.TOO_MANY_LOTS);
        market.spot("alice", 26, "1.00", false);
    }

    @Test
    void aRefusalNamesTheMostThatWouldPass() {
        PoolSpec market = PoolSpec.market(600)
                .capacity(40)
                .asks(14, "3@1.00")
                .deposit("alice", "120")
                .deposit("bob", "15");
        market.buy("alice", 3, 14, 15, "1.00").enter();
        // A lot at 2.00 costs 16.00. Alice has 96.00 left, and Bob has too little for one.
        assertThat(market.buy("alice", 7, 15, 16, "2.00").enterToBeRefused().remedy())
                .isEqualTo("bid for at most 6 lots, or deposit more, or lower the limit");
        assertThat(market.buy("bob", 1, 15, 16, "2.00").enterToBeRefused().remedy())
                .isEqualTo("deposit more, or lower the limit");
        assertThat(spotRefusal(market, "alice", 7))
                .isEqualTo("bid for at most 6 lots, or deposit more, or lower the maximum");
        assertThat(spotRefusal(market, "bob", 1)).isEqualTo("deposit more, or lower the maximum");
        assertThat(market.sell("alice", 4, 14, 15, "2.00").enterToBeRefused().remedy())
                .isEqualTo("sell at most 3 lots of it");
        assertThat(market.sell("bob", 1, 14, 15, "2.00").enterToBeRefused().remedy())
                .isEqualTo("leave that hour out");
        market.buy("alice", 6, 15, 16, "2.00").enter();
        market.sell("alice", 3, 14, 15, "2.00").enter();
    }

    private static String spotRefusal(PoolSpec market, String account, long lots) {
        Reply reply = market.apply(new Command.SubmitSpotBid(market.account(account), "bid", lots, 200, false))
                .reply();
        return ((Refused) reply).remedy();
    }

    @Test
    void anOrderMayBeWorthAHundredMillionDollarsAndNoCentMore() {
        PoolSpec market = PoolSpec.market(600).deposit("alice", "1");
        // 100,000 lots x 8 GPUs x 125.00.
        assertThat(market.buy("alice", 100_000, 14, 15, "125.00")
                        .enterToBeRefused()
                        .reason())
                .isEqualTo(INSUFFICIENT_CREDIT);
        Refused refused = market.buy("alice", 100_000, 14, 15, "125.01").enterToBeRefused();
        assertThat(refused.reason()).isEqualTo(TOO_LARGE_A_VALUE);
        assertThat(refused.remedy()).isEqualTo("at most 99992 lots, or several orders");
    }

    @Test
    void aRefusalChangesNothing() {
        Desk desk = new Desk();
        ROWS.stream().limit(17).forEach(row -> row.repair().accept(desk));
        desk.send(new Command.Tick());
        Outcome refused = desk.send(desk.order());
        assertThat(refused.events()).isEmpty();
        assertThat(desk.engine.answer(Query.OrdersOf.newest(101, 10))).isEqualTo(new View.OrdersView(List.of()));
    }

    @Test
    void aRefusedOrderMayBeSentAgainUnderItsId() {
        Desk desk = new Desk();
        ROWS.stream().limit(17).forEach(row -> row.repair().accept(desk));
        assertThat(desk.send(desk.order()).reply()).isInstanceOf(Refused.class);
        desk.send(new Command.Credit(101, 1, 128_000_000));
        assertThat(desk.send(desk.order()).reply()).isInstanceOf(Accepted.class);
    }

    @Test
    void aCentTooLittleIsTooLittle() {
        Desk desk = new Desk();
        ROWS.stream().limit(17).forEach(row -> row.repair().accept(desk));
        // 4 lots x 2 hours x 8 GPUs at 2.00.
        desk.send(new Command.Credit(101, 1, 127_999_999));
        assertThat(desk.refusal(desk.order())).isEqualTo(INSUFFICIENT_CREDIT);
        desk.send(new Command.Credit(101, 2, 1));
        assertThat(desk.send(desk.order()).reply()).isInstanceOf(Accepted.class);
    }

    @Test
    void aSpotBidIsCheckedInTheSameOrder() {
        Desk desk = new Desk();
        assertThat(desk.refusal(bid(0, 0))).isEqualTo(UNKNOWN_ACCOUNT);
        desk.send(new Command.OpenAccount(101, 101));
        assertThat(desk.refusal(bid(0, 0))).isEqualTo(MARKET_CLOSED);
        desk.send(new Command.OpenMarket(MarketRules.standard()));
        desk.send(new Command.Halt());
        assertThat(desk.refusal(bid(0, 0))).isEqualTo(MARKET_HALTED);
        desk.send(new Command.Resume());
        assertThat(desk.refusal(bid(0, 0))).isEqualTo(LOTS_NOT_POSITIVE);
        assertThat(desk.refusal(bid(100_001, 0))).isEqualTo(PRICE_OUTSIDE_BAND);
        assertThat(desk.refusal(bid(100_001, 200))).isEqualTo(TOO_MANY_LOTS);
        assertThat(desk.refusal(bid(10, 200))).isEqualTo(INSUFFICIENT_CREDIT);
        desk.send(new Command.Credit(101, 1, 160_000_000));
        assertThat(desk.send(bid(10, 200)).reply()).isInstanceOf(Accepted.class);
    }

    private static Command.SubmitSpotBid bid(long lots, long max) {
        return new Command.SubmitSpotBid(101, "spot", lots, max, false);
    }

    @Test
    void aRuleSheetThatBreaksAGuardIsRefusedAndThePreviousOneStays() {
        Desk desk = new Desk();
        desk.send(new Command.OpenMarket(MarketRules.standard()));
        RuleSheet good = sheet(100, 400, 10, 120, new Tranche(100, 5), new Tranche(400, 5));
        assertThat(desk.send(new Command.PublishRules(good)).reply()).isEqualTo(new Done());
        for (RuleSheet bad : List.of(
                limits(-1, 0),
                limits(10_001, 0),
                limits(0, -1),
                limits(0, 10_001),
                good.withTiers(List.of()),
                good.withTiers(List.of(new Tier(1, 0, 0, 0, 0, 0))),
                good.withTiers(LongStream.range(0, 11)
                        .mapToObj(from -> new Tier(from, 0, 0, 0, 0, 0))
                        .toList()),
                good.withTiers(List.of(new Tier(0, 1, 5, 0, 0, 0), new Tier(0, 1, 5, 0, 0, 0))),
                good.withTiers(List.of(new Tier(0, 1, 5, 0, 0, 0), new Tier(9, 2, 5, 0, 0, 0))),
                good.withTiers(List.of(new Tier(0, 1, 5, 0, 0, 0), new Tier(9, 1, 6, 0, 0, 0))),
                good.withTiers(List.of(new Tier(0, 0, 0, 0, -1, 1))),
                good.withTiers(List.of(new Tier(0, 0, 0, 0, 1_000_001, 1))),
                good.withTiers(List.of(new Tier(0, 0, 0, 0, 1, 0))),
                good.withTiers(List.of(new Tier(0, 0, 0, 0, 1, 1_000_001))),
                new RuleSheet("no ceiling", 1, 400, 0, 0, 120, List.of(), List.of(), 0, 0, 401),
                sheet(0, 400, 10, 120),
                sheet(401, 400, 10, 120),
                sheet(100, 400, -1, 120),
                sheet(100, 400, 10_001, 120),
                sheet(100, 400, 10, 119),
                sheet(100, 400, 10, 120, new Tranche(200, 5), new Tranche(199, 5)),
                sheet(100, 400, 10, 120, new Tranche(401, 5)),
                sheet(100, 400, 10, 120, new Tranche(99, 5)))) {
            assertThat(desk.refusal(new Command.PublishRules(bad)))
                    .as("%s", bad)
                    .isEqualTo(GUARD_BROKEN);
            View.PoolView pool = (View.PoolView) desk.engine.answer(new Query.PoolStatus());
            assertThat(pool.sheet()).isEqualTo(good);
        }
    }

    @Test
    void evidenceThatIsTooLongForALogIsRefusedAndTheSheetBeforeStays() {
        Desk desk = new Desk();
        desk.send(new Command.OpenMarket(MarketRules.standard()));
        RuleSheet good = sheet(100, 400, 10, 120);
        Evidence most = new Evidence(new byte[Evidence.MAX_BYTES]);
        assertThat(desk.send(new Command.PublishRules(good, most)).reply()).isEqualTo(new Done());
        Evidence more = new Evidence(new byte[Evidence.MAX_BYTES + 1]);
        assertThat(desk.refusal(new Command.PublishRules(sheet(1, 1_000, 0, 120), more)))
                .isEqualTo(GUARD_BROKEN);
        View.PoolView pool = (View.PoolView) desk.engine.answer(new Query.PoolStatus());
        assertThat(pool.sheet()).isEqualTo(good);
    }

    @Test
    void whoLetARuleSetPriceIsToldAndChangesNothing() {
        Desk desk = new Desk();
        desk.send(new Command.OpenMarket(MarketRules.standard()));
        PoolSnapshot before = desk.engine.snapshot();
        RuleActivation activation = new RuleActivation("3f9a", "ada", "ben", 1_795_248_000_000L, "scarce");
        assertThat(desk.send(new Command.ActivateRules(activation)).events())
                .containsExactly(new Event.RulesActivated(activation));
        assertThat(desk.engine.snapshot().market()).isEqualTo(before.market());
        String long257 = "a".repeat(RuleActivation.MAX_CHARACTERS + 1);
        assertThat(desk.refusal(new Command.ActivateRules(new RuleActivation("3f9a", "ada", "ben", 0, long257))))
                .isEqualTo(GUARD_BROKEN);
    }

    @Test
    void theEdgesOfEveryGuardPass() {
        Desk desk = new Desk();
        desk.send(new Command.OpenMarket(MarketRules.standard()));
        long top = RuleSheet.HIGHEST_TICKS;
        List<Tranche> flat = List.of(new Tranche(1, 5), new Tranche(1, 5), new Tranche(top, 5));
        for (RuleSheet good : List.of(
                new RuleSheet("all", 1, top, 10_000, 10_000, 120, flat, List.of(), 10_000, 10_000, top),
                sheet(5, 5, 0, 120, new Tranche(5, 1)))) {
            assertThat(desk.send(new Command.PublishRules(good)).reply()).isEqualTo(new Done());
        }
        for (RuleSheet bad : List.of(
                sheet(1, top + 1, 0, 120),
                new RuleSheet("maker", 1, top, -1, 0, 120, List.of(), List.of()),
                new RuleSheet("taker", 1, top, 0, -1, 120, List.of(), List.of()),
                new RuleSheet("taker", 1, top, 0, 10_001, 120, List.of(), List.of()),
                new RuleSheet("ceiling", 1, top, 0, 0, 120, List.of(), List.of(), 0, 0, -1))) {
            assertThat(desk.refusal(new Command.PublishRules(bad)))
                    .as("%s", bad)
                    .isEqualTo(GUARD_BROKEN);
        }
    }

    @Test
    void theEdgesOfTheStaticBandAreInsideForOrdersBidsAndSupply() {
        PoolSpec market = PoolSpec.market(600).capacity(40).deposit("alice", "10000");
        market.publish(sheet(2, 500, 0, 120));
        market.release(14, "1@0.02, 1@0.02, 1@5.00");
        market.buy("alice", 1, 14, 15, "0.02").enter();
        market.buy("alice", 1, 14, 15, "5.00").enter();
        market.spot("alice", 1, "0.01", false);
        market.spot("alice", 1, "5.00", false);
        for (String price : new String[] {"0.01", "5.01"}) {
            assertThat(market.buy("alice", 1, 14, 15, price).enterToBeRefused().reason())
                    .isEqualTo(PRICE_OUTSIDE_BAND);
        }
        Reply bid = market.apply(new Command.SubmitSpotBid(market.account("alice"), "dear", 1, 501, false))
                .reply();
        assertThat(((Refused) bid).reason()).isEqualTo(PRICE_OUTSIDE_BAND);
    }

    @Test
    void aSupplyLadderThatFallsOrLeavesTheBandIsRefused() {
        Desk desk = new Desk();
        desk.send(new Command.OpenMarket(MarketRules.standard()));
        desk.send(new Command.PublishRules(sheet(100, 400, 0, 120)));
        for (List<Tranche> bad : List.of(
                List.of(new Tranche(200, 1), new Tranche(199, 1)),
                List.of(new Tranche(99, 1)),
                List.of(new Tranche(401, 1)))) {
            Command.HourSupply hour = new Command.HourSupply(TEN_O_CLOCK + 2, 5, bad);
            assertThat(desk.refusal(new Command.OfferSupply(List.of(hour)))).isEqualTo(GUARD_BROKEN);
        }
    }

    @Test
    void moneyThatIsNotFreeCannotBeWithdrawn() {
        Desk desk = new Desk();
        assertThat(desk.refusal(new Command.Credit(101, 1, 5))).isEqualTo(UNKNOWN_ACCOUNT);
        assertThat(desk.refusal(new Command.Debit(101, 1, 5))).isEqualTo(UNKNOWN_ACCOUNT);
        desk.send(new Command.OpenAccount(101, 101));
        assertThat(desk.refusal(new Command.Credit(101, 1, 0))).isEqualTo(GUARD_BROKEN);
        desk.send(new Command.Credit(101, 1, 5));
        assertThat(desk.refusal(new Command.Debit(101, 2, 6))).isEqualTo(INSUFFICIENT_CREDIT);
        assertThat(desk.send(new Command.Debit(101, 2, 5)).reply()).isEqualTo(new Done());
    }

    @Test
    void theOperatorSellsThroughCallsOnlyAndIsNoAccountThatOrders() {
        Desk desk = new Desk();
        desk.send(new Command.OpenMarket(MarketRules.standard()));
        desk.send(new Command.Credit(Clearing.OPERATOR, 1, 1_000_000_000));
        Command.SubmitOrder order = new Command.SubmitOrder(
                Clearing.OPERATOR,
                "c",
                Side.BUY,
                new DeliveryWindow(TEN_O_CLOCK + 2, 1),
                1,
                200,
                TimeInForce.GTC,
                false);
        assertThat(desk.refusal(order)).isEqualTo(UNKNOWN_ACCOUNT);
        assertThat(desk.refusal(new Command.SubmitSpotBid(Clearing.OPERATOR, "s", 1, 200, false)))
                .isEqualTo(UNKNOWN_ACCOUNT);
        assertThat(desk.refusal(new Command.SubmitSpotBid(Clearing.DAMAGES, "s", 1, 200, false)))
                .isEqualTo(UNKNOWN_ACCOUNT);
    }

    @Test
    void nobodyJoinsTheGroupOfTheOperator() {
        Desk desk = new Desk();
        assertThat(desk.refusal(new Command.OpenAccount(101, Clearing.OPERATOR)))
                .isEqualTo(GUARD_BROKEN);
        assertThat(desk.refusal(new Command.OpenAccount(Clearing.OPERATOR, 101)))
                .isEqualTo(GUARD_BROKEN);
        assertThat(desk.refusal(new Command.OpenAccount(101, Clearing.DAMAGES))).isEqualTo(GUARD_BROKEN);
        assertThat(desk.refusal(new Command.OpenAccount(Clearing.DAMAGES, 101))).isEqualTo(GUARD_BROKEN);
    }

    @Test
    void aTransferThatWasSeenBeforeIsDoneAndMovesNothing() {
        Desk desk = new Desk();
        desk.send(new Command.OpenAccount(101, 101));
        desk.send(new Command.Credit(101, 7, 5));
        Outcome again = desk.send(new Command.Credit(101, 7, 5));
        assertThat(again.reply()).isEqualTo(new Done());
        assertThat(again.events()).isEmpty();
        View.AccountView wallet = (View.AccountView) desk.engine.answer(new Query.AccountOf(101));
        assertThat(wallet.free()).isEqualTo(5);
    }

    private record Row(Refusal reason, Consumer<Desk> repair) {}

    /** An order that is wrong in every way, and the pool it is sent to. */
    private static final class Desk {
        final PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
        long now = Hours.startMillis(TEN_O_CLOCK);
        Side side = Side.SELL;
        DeliveryWindow window = new DeliveryWindow(TEN_O_CLOCK, 168);
        long lots;
        long limit;
        TimeInForce timeInForce = TimeInForce.FOK;
        long expiresAt;
        boolean postOnly = true;

        @Nullable Command command;

        Outcome send(Command given) {
            return engine.apply(now, 0, given);
        }

        Refusal refusal(Command given) {
            return ((Refused) send(given).reply()).reason();
        }

        Command.SubmitOrder order() {
            return order("c1");
        }

        Command.SubmitOrder order(String clientOrderId) {
            return new Command.SubmitOrder(
                    101,
                    clientOrderId,
                    side,
                    window,
                    lots,
                    limit,
                    timeInForce,
                    false,
                    expiresAt,
                    postOnly,
                    SelfMatch.CANCEL_RESTING);
        }
    }
}
