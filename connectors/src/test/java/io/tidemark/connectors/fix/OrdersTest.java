package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.fix.FixClient.Msg;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a firm that is logged on can do, and what it is told. */
class OrdersTest {
    private static final String HOUR = FixMarket.HOUR;
    private static final String BLOCK = FixMarket.BLOCK;
    private static final String SPOT = FixMarket.SPOT;

    @TempDir
    private Path directory;

    private FixMarket market;
    private FixClient firm;

    @BeforeEach
    void logOn() {
        market = FixMarket.open(directory);
        firm = market.firm();
    }

    @AfterEach
    void hangUp() {
        firm.close();
        market.close();
    }

    private Msg ask(String type, String fields) {
        firm.order(type, fields);
        return firm.next();
    }

    @Test
    void theSecurityListNamesEveryHourWithItsDeliveryAndTheSpotLeaseOfEachPool() {
        firm.send("x", "320=list", "559=4");
        List<Msg> parts = new ArrayList<>();
        do {
            parts.add(firm.next().has("35=y 320=list 560=0"));
        } while (parts.get(parts.size() - 1).get(893).equals("N"));
        long symbols = parts.stream().mapToLong(part -> part.all(55).size()).sum();
        assertThat(symbols).isEqualTo(Long.parseLong(parts.get(0).get(393))).isGreaterThan(2 * 5 * 24);
        assertThat(parts.get(0).all(55)).contains(HOUR, SPOT).doesNotContain(BLOCK);

        firm.send("x", "320=one", "559=0", "55=" + HOUR);
        Msg hour = firm.next().has("55=" + HOUR + " 996=GPUh 969=0.01 231=8 15=USD 864=2");
        assertThat(hour.all(865)).containsExactly("21", "22");
        assertThat(hour.all(1145)).containsExactly("20261121-10:00:00.000", "20261121-11:00:00.000");

        firm.send("x", "320=none", "559=0", "55=B200X8.PRN1.F/2026112107/1H");
        firm.next().has("35=y 560=2 393=0");
    }

    @Test
    void anHourIsBoughtAtThePricesOfItsSellers() {
        ask("D", "11=h1 55=" + HOUR + " 54=1 38=10 40=2 44=2.50 59=1")
                .has("35=8 150=0 39=0 11=h1 38=10 44=2.50 151=10 14=0 6=0.00 59=1");
        Msg first = firm.next().has("150=F 39=1 31=1.90 32=8 14=8 151=2 6=1.90 442=1 574=4");
        Msg second = firm.next().has("150=F 39=2 31=2.10 32=2 14=10 151=0 6=1.94");
        assertThat(first.get(1003)).isEqualTo(second.get(1003));
        assertThat(List.of(first.get(17), second.get(17))).doesNotHaveDuplicates();
    }

    @Test
    void aBlockIsToldOnceAsAWholeAndOnceForEachHour() {
        ask("D", "11=b1 55=" + BLOCK + " 54=1 38=4 40=2 44=1.95 59=4").has("150=0 18=G 59=4");
        Msg whole = firm.next().has("150=F 39=2 442=3 32=4 31=1.90 14=4 151=0 6=1.90 55=" + BLOCK);
        for (int hour = 10; hour < 13; hour++) {
            firm.next()
                    .has("150=F 442=2 32=4 31=1.90 11=b1 55=B200X8.PRN1.F/20261121" + hour + "/1H 1003="
                            + whole.get(1003));
        }
    }

    @Test
    void whatDoesNotTradeAtOnceIsCancelledIfItHadOneMoment() {
        ask("D", "11=ioc 55=" + HOUR + " 54=1 38=1 40=2 44=1.00 59=3").has("150=0");
        firm.next().has("150=4 39=4 11=ioc 151=0");
    }

    @Test
    void aMarketOrderIsFilledAtOnceAndNamesTheLimitThatItWasGiven() {
        String order = "11=m1 55=" + HOUR + " 54=1 38=30 40=1";
        ask("D", order).has("150=0 40=1 44=20.00 59=3 11=m1");
        firm.next().has("150=F 40=1 31=1.90 32=8");
        firm.next().has("150=F 31=2.10 32=16 14=24 151=6");
        firm.next().has("150=4 39=4 14=24 151=0");
        ask("D", order).has("150=I 40=1 59=3 11=m1");
        ask("D", "11=m1 55=" + HOUR + " 54=1 38=30 40=2 44=20.00 59=3").has("103=6 20002=DUPLICATE_CLIENT_ORDER_ID");
    }

    @Test
    void anOrderEndsAtTheInstantThatItNames() {
        ask("D", "11=gtd 55=" + HOUR + " 54=1 38=2 40=2 44=1.00 59=6 126=20261121-08:35:00")
                .has("150=0 59=6 126=20261121-08:35:00.000");
        ask("H", "11=gtd 54=1").has("150=I 59=6 126=20261121-08:35:00.000");
        ask("G", "11=gtd2 41=gtd 54=1 38=1 40=2 44=1.00").has("150=5 59=6 126=20261121-08:35:00.000");
        market.exchange.advance(30 * FixMarket.MINUTE);
        firm.next().has("150=C 39=C 11=gtd2 151=0");
        ask("H", "11=gtd2 54=1").has("150=I 39=C");
    }

    @Test
    void theTermsOfAnOrderAreEchoed() {
        firm.send(
                "D",
                "11=p",
                "55=" + HOUR,
                "54=1",
                "38=2",
                "40=2",
                "44=1.00",
                "18=6 G",
                "20003=CANCEL_BOTH",
                "60=20261121-08:05:00");
        Msg entered = firm.next().has("150=0 40=2 20003=CANCEL_BOTH");
        assertThat(entered.get(18)).isEqualTo("G 6");
        ask("G", "11=p2 41=p 54=1 38=2 40=2 44=1.10 18=G").has("35=9 20002=CANNOT_BE_REPLACED");
        ask("D", "11=plain 55=" + HOUR + " 54=1 38=2 40=2 44=1.00").has("150=0");
        assertThat(ask("H", "11=plain 54=1").find(20_003)).isEmpty();
    }

    @Test
    void ordersThatTouchAnHourAreCancelledTogether() {
        ask("D", "11=a 55=" + HOUR + " 54=1 38=2 40=2 44=1.00").has("150=0");
        ask("D", "11=b 55=" + BLOCK + " 54=1 38=2 40=2 44=1.00").has("150=0");
        ask("D", "11=c 55=B200X8.PRN1.F/2026112113/1H 54=1 38=2 40=2 44=1.00").has("150=0");
        firm.order("q", "11=q1 530=1 55=" + HOUR);
        List<Msg> told = List.of(firm.next(), firm.next(), firm.next());
        assertThat(told).anySatisfy(report -> report.has("35=r 11=q1 530=1 531=1 533=2 55=" + HOUR));
        assertThat(told).anySatisfy(report -> report.has("35=8 150=4 39=4 11=a"));
        assertThat(told).anySatisfy(report -> report.has("35=8 150=4 39=4 11=b"));
        ask("H", "11=c 54=1").has("150=I 39=0");
        ask("q", "11=q2 530=1 55=" + HOUR).has("35=r 531=1 533=0");
        ask("q", "11=q3 530=7 54=2").has("35=r 531=7 533=0 54=2");
        firm.order("q", "11=q4 530=7");
        told = List.of(firm.next(), firm.next());
        assertThat(told).anySatisfy(report -> report.has("35=r 11=q4 530=7 531=7 533=1"));
        assertThat(told).anySatisfy(report -> report.has("35=8 150=4 39=4 11=c"));
    }

    @Test
    void spotBidsStayUnlessTheyAreMeant() {
        ask("D", "11=s 55=" + SPOT + " 54=1 38=2 40=2 44=0.50").has("150=0");
        ask("q", "11=q1 530=7").has("35=r 531=7 533=0");
        ask("H", "11=s 54=1").has("150=I 39=0");
        firm.order("q", "11=q2 530=7 20004=Y");
        List<Msg> told = List.of(firm.next(), firm.next());
        assertThat(told).anySatisfy(report -> report.has("35=r 531=7 533=1 20004=Y"));
        assertThat(told).anySatisfy(report -> report.has("35=8 150=4 39=4 11=s"));
    }

    @ParameterizedTest
    @CsvSource({
        "530=3,                    0, NOT_SUPPORTED",
        "530=1 55=B200X8.PRN1.S,   0, NOT_SUPPORTED",
        "530=1 55=nonsense,        1, UNKNOWN_SYMBOL",
        "530=7 54=1 20004=Y,      99, TERMS_CONTRADICT",
        "530=7 54=5,               0, NOT_SUPPORTED"
    })
    void aRefusedMassCancelSaysWhy(String fields, String code, String reason) {
        ask("D", "11=stays 55=" + HOUR + " 54=1 38=2 40=2 44=1.00").has("150=0");
        Msg report = ask("q", "11=q " + fields).has("35=r 11=q 531=0 532=" + code + " 20002=" + reason);
        assertThat(report.get(58)).as("problem; remedy").contains("; ");
        ask("H", "11=stays 54=1").has("150=I 39=0");
    }

    @Test
    void aCancelIsToldWithTheNameOfTheRequest() {
        ask("D", "11=rest 55=" + HOUR + " 54=1 38=2 40=2 44=1.00").has("150=0");
        ask("F", "11=c1 41=rest 55=" + HOUR + " 54=1").has("35=8 150=4 39=4 11=c1 41=rest 151=0 14=0");
        ask("F", "11=c2 41=rest 55=" + HOUR + " 54=1").has("35=9 434=1 102=0 39=4 11=c2 41=rest 20002=ORDER_ENDED");
        ask("F", "11=c3 41=never 55=" + HOUR + " 54=1").has("35=9 434=1 102=1 39=8 37=NONE 20002=NO_SUCH_ORDER");
    }

    @Test
    void aReplacedOrderAnswersToItsNewNameAndMayTrade() {
        ask("D", "11=r0 55=" + HOUR + " 54=1 38=4 40=2 44=1.00").has("150=0");
        ask("G", "11=r1 41=r0 55=" + HOUR + " 54=1 38=3 40=2 44=1.00").has("150=5 39=0 11=r1 41=r0 38=3 151=3 44=1.00");
        ask("H", "11=r1 54=1").has("150=I 39=0 11=r1 38=3");
        ask("G", "11=r2 41=r1 55=" + HOUR + " 54=1 38=3 40=2 44=1.90").has("150=5 11=r2 41=r1 44=1.90");
        firm.next().has("150=F 39=2 11=r2 32=3 31=1.90");
        ask("G", "11=r3 41=r2 55=" + HOUR + " 54=1 38=9 40=2 44=1.90").has("35=9 434=2 102=0");
    }

    @Test
    void aReplacementCannotChangeTheHourTheSideOrASpotBid() {
        ask("D", "11=a 55=" + HOUR + " 54=1 38=4 40=2 44=1.00").has("150=0");
        ask("G", "11=b 41=a 55=" + BLOCK + " 54=1 38=4 40=2 44=1.00")
                .has("35=9 434=2 102=99 39=0 20002=CANNOT_BE_REPLACED");
        ask("G", "11=c 41=a 55=" + HOUR + " 54=2 38=4 40=2 44=1.00").has("35=9 20002=CANNOT_BE_REPLACED");
        ask("G", "11=a 41=a 55=" + HOUR + " 54=1 38=2 40=2 44=1.00").has("35=9 102=6 20002=DUPLICATE_CLIENT_ORDER_ID");
        ask("D", "11=s 55=" + SPOT + " 54=1 38=2 40=2 44=0.50").has("150=0");
        ask("G", "11=t 41=s 55=" + SPOT + " 54=1 38=1 40=2 44=0.50").has("35=9 434=2 20002=NOT_REPLACEABLE");
        ask("H", "11=a 54=1").has("150=I 39=0 38=4 44=1.00");
    }

    @Test
    void anOrderThatIsSentAgainIsNotEnteredAgain() {
        String order = "11=twice 55=" + HOUR + " 54=1 38=1 40=2 44=1.00";
        String first = ask("D", order).has("150=0").get(37);
        ask("D", order).has("150=I 39=0 17=0 37=" + first);
        ask("D", "11=twice 55=" + HOUR + " 54=1 38=2 40=2 44=1.00").has("150=8 103=6 20002=DUPLICATE_CLIENT_ORDER_ID");
    }

    @Test
    void whatWasBoughtCanBeSoldByTheHour() {
        ask("D", "11=buy 55=" + HOUR + " 54=1 38=2 40=2 44=1.90").has("150=0");
        firm.next().has("150=F");
        ask("D", "11=sell 55=" + HOUR + " 54=2 38=2 40=2 44=1.50").has("150=0 54=2");
        try (FixClient rival = market.rival()) {
            rival.order("D", "11=r 55=" + HOUR + " 54=1 38=1 40=2 44=1.80");
            rival.next().has("150=0");
            rival.next().has("150=F 39=2 31=1.50");
        }
        firm.next().has("150=F 39=1 11=sell 54=2 32=1 31=1.50 14=1 151=1");
    }

    @Test
    void anOrderThatIsStillOpenExpiresAtTheGateOfItsHour() {
        ask("D", "11=late 55=" + HOUR + " 54=1 38=1 40=2 44=1.00").has("150=0");
        market.exchange.advance(2 * 60 * FixMarket.MINUTE);
        firm.next().has("150=C 39=C 11=late 151=0");
    }

    @Test
    void tradesOfACallSaySo() {
        market.operatorDoes(FixMarket.POOL, new Command.Halt());
        market.operatorDoes(FixMarket.POOL, new Command.Resume());
        ask("D", "11=call 55=" + HOUR + " 54=1 38=1 40=2 44=2.00").has("150=0");
        market.exchange.advance(6 * FixMarket.MINUTE);
        firm.next().has("150=F 574=7 31=1.90");
    }

    @Test
    void whoseFirmLotsAreAtRiskHearsItAndNobodyElse() {
        ask("D", "11=firm 55=" + HOUR + " 54=1 38=5 40=2 44=2.50 59=1").has("150=0");
        firm.next().has("150=F 14=5");
        try (FixClient rival = market.rival()) {
            market.operatorDoes(FixMarket.POOL, new Command.SetCapacity(FixMarket.DAY + 10, List.of(3L)));
            Msg news = firm.next()
                    .has("35=B 20010=AT_RISK 20016=B200X8.PRN1-F-2026112110 20011=2 20014=SHORTAGE 33=1")
                    .has("20013=20261121-10:00:00.000");
            assertThat(news.get(148)).isEqualTo("2 lots of B200X8.PRN1-F-2026112110 are at risk");
            assertThat(news.get(1472)).matches("B200X8.PRN1-[0-9]+-1");
            rival.send("H", "11=none", "54=1", "55=" + HOUR);
            rival.next().has("20002=NO_SUCH_ORDER");
        }
    }

    @Test
    void whoseLeaseInternalWorkMayAskBackHearsItBeforeTheNoticeAlsoWhereTheBidWasEntered() {
        ask("D", "11=ride 55=" + SPOT + " 54=1 38=4 40=2 44=1.50 18=G").has("150=0 39=0 18=G");
        String bid = firm.next().has("150=D 20010=RUNS 20011=4").get(37);
        market.operatorDoes(FixMarket.POOL, new Command.WarnOfNeed(40));
        Msg news = firm.next().has("35=B 20010=AT_RISK 20011=4 20014=INTERNAL_DEMAND 33=1");
        assertThat(news.get(20016)).isEqualTo(bid);
        assertThat(news.get(148)).isEqualTo("4 lots of " + bid + " are at risk");
        assertThat(news.get(58)).contains("nothing is decided");
        assertThat(news.find(20013)).as("nothing ends").isEmpty();
        market.capacity(0);
        firm.next().has("150=D 20010=NOTICED 20011=4");
    }

    @Test
    void aNoticeReachesTheOtherSessionsOfTheAccountAsNews() {
        market.sessions.give("DESK", market.number("firm"));
        market.closeDoor();
        market.openDoor();
        firm.close();
        firm = FixClient.connect(market.port(), "DESK", 1);
        firm.logon("firm", "firm-key");
        market.operatorDoes(FixMarket.POOL, new Command.SubmitSpotBid(market.number("firm"), "by-rest", 4, 150, false));
        market.exchange.advance(62 * FixMarket.MINUTE);
        market.capacity(0);
        firm.next().has("35=B 20010=NOTICE 20011=4 20014=RECLAIMED");
    }

    @Test
    void aSpotBidIsToldOfItsLeaseFromAwardToReclaim() {
        ask("D", "11=ride 55=" + SPOT + " 54=1 38=4 40=2 44=1.50 18=G").has("150=0 39=0 18=G");
        firm.next().has("150=D 20010=RUNS 20011=4 20012=0.80 39=0");
        ask("H", "11=ride 54=1").has("150=I 39=0 20010=RUNS 20011=4");
        market.exchange.advance(52 * FixMarket.MINUTE);
        firm.next().has("150=D 20010=AWARDED 20011=4 20012=0.80");
        market.exchange.advance(10 * FixMarket.MINUTE);
        firm.next().has("150=D 20010=RUNS 20011=4");
        market.capacity(0);
        assertThat(firm.next().has("150=D 20010=NOTICED 20011=4").get(20013)).startsWith("20261121-09:");
        market.exchange.advance(3 * FixMarket.MINUTE);
        firm.next().has("150=D 20010=ENDED 20011=4 20014=RECLAIMED");
        ask("F", "11=stop 41=ride 54=1").has("150=4 39=4 11=stop 41=ride");
    }

    @Test
    void ordersFromAnotherDoorAreNotTold() {
        long number = market.number("firm");
        market.operatorDoes(
                FixMarket.POOL,
                new Command.SubmitOrder(
                        number,
                        "by-rest",
                        Side.BUY,
                        new DeliveryWindow(FixMarket.DAY + 10, 1),
                        1,
                        100,
                        TimeInForce.GTC,
                        false));
        ask("D", "11=by-fix 55=" + HOUR + " 54=1 38=1 40=2 44=1.00").has("150=0 11=by-fix");
        ask("H", "11=by-rest 54=1").has("150=I 39=8 20002=NO_SUCH_ORDER");
    }

    @ParameterizedTest
    @CsvSource({
        "55=H 54=1 38=1 40=2 44=2.005,                18, PRICE_NOT_ON_TICK",
        "55=H 54=1 38=1.5 40=2 44=2.00,               13, LOTS_NOT_WHOLE",
        "55=H 54=1 38=0 40=2 44=2.00,                 13, LOTS_NOT_POSITIVE",
        "55=H 54=1 38=1 40=2 44=99.00,                16, PRICE_OUTSIDE_BAND",
        "55=H 54=1 38=1 40=3 44=2.00 99=2.00,         11, NOT_SUPPORTED",
        "55=H 54=1 38=1 40=1 44=2.00,                 11, TERMS_CONTRADICT",
        "55=H 54=1 38=1 40=1 59=1,                    11, TERMS_CONTRADICT",
        "55=H 54=1 38=1 40=2 44=0.00,                 16, PRICE_OUTSIDE_BAND",
        "55=H 54=1 38=1 40=2 44=2.00 59=0,            11, NOT_SUPPORTED",
        "55=H 54=1 38=1 40=2 44=2.00 59=6 432=20261121, 11, NOT_SUPPORTED",
        "55=H 54=1 38=1 40=2 44=2.00 59=3 126=20261121-09:00:00, 11, TERMS_CONTRADICT",
        "55=H 54=1 38=1 40=2 44=2.00 59=6 126=20261121-08:00:00, 4, EXPIRY_IN_THE_PAST",
        "55=H 54=1 38=1 40=2 44=1.90 18=6,            11, POST_ONLY_WOULD_TRADE",
        "55=H 54=1 38=1 40=2 44=1.00 18=6 59=3,       11, TERMS_CONTRADICT",
        "55=H 54=1 38=1 40=2 44=2.00 20003=1,         11, NOT_SUPPORTED",
        "55=S 54=1 38=1 40=1,                         11, NOT_SUPPORTED",
        "55=S 54=1 38=1 40=2 44=0.50 18=6,            11, NOT_SUPPORTED",
        "55=H 54=5 38=1 40=2 44=2.00,                 11, NOT_SUPPORTED",
        "55=H 54=1 38=1 40=2 44=2.00 18=a,            11, NOT_SUPPORTED",
        "55=H 54=2 38=1 40=2 44=2.00,                 22, TITLES_NOT_COVERED",
        "55=H 54=2 38=1 40=2 44=2.00 18=G,            11, SELLERS_ARE_DIVISIBLE",
        "55=B 54=2 38=1 40=2 44=2.00,                 11, SELL_BY_THE_HOUR",
        "55=H 54=1 38=100001 40=2 44=2.00,             3, TOO_MANY_LOTS",
        "55=H 54=1 38=100000 40=2 44=20.00,           25, INSUFFICIENT_CREDIT",
        "55=S 54=2 38=1 40=2 44=2.00,                 11, NOT_SUPPORTED",
        "55=nonsense 54=1 38=1 40=2 44=2.00,           1, UNKNOWN_SYMBOL",
        "55=B200X8.HYP1.S 54=1 38=1 40=2 44=2.00,      1, UNKNOWN_SYMBOL",
        "55=B200X8.PRN1.F/2026112107/1H 54=1 38=1 40=2 44=2.00, 4, WINDOW_IN_THE_PAST",
        "55=B200X8.PRN1.F/2027112107/1H 54=1 38=1 40=2 44=2.00, 1, WINDOW_NOT_LISTED",
        "55=GB200R64.HYP1.F/2026112110/1H 54=1 38=1 40=2 44=2.00, 15, UNKNOWN_ACCOUNT"
    })
    void aRefusedOrderSaysWhyInTheStandardCodeInOursAndInWords(String fields, String code, String reason) {
        String named = fields.replace("55=H ", "55=" + HOUR + " ")
                .replace("55=B ", "55=" + BLOCK + " ")
                .replace("55=S ", "55=" + SPOT + " ");
        Msg report = ask("D", "11=bad " + named).has("35=8 150=8 39=8 11=bad 37=NONE 103=" + code + " 20002=" + reason);
        assertThat(report.get(58)).as("problem; remedy").contains("; ");
        // Nothing was entered, and the name is free.
        ask("H", "11=bad 54=1").has("20002=NO_SUCH_ORDER");
    }

    @Test
    void aHaltedPoolAndARunningCallAreSaid() {
        market.operatorDoes(FixMarket.POOL, new Command.Halt());
        ask("D", "11=x 55=" + HOUR + " 54=1 38=1 40=2 44=2.00").has("150=8 103=2 20002=MARKET_HALTED");
        market.operatorDoes(FixMarket.POOL, new Command.Resume());
        ask("D", "11=x 55=" + HOUR + " 54=1 38=1 40=2 44=2.00 59=3").has("150=8 103=11 20002=NOT_IN_A_CALL");
    }

    @Test
    void whatCannotBeReadIsRejectedByTheSessionAndWhatIsNotTakenByTheBusiness() {
        firm.send("D", "11=x", "55=" + HOUR, "54=1", "38=1", "40=2", "44=2.00"); // no TransactTime
        firm.next().has("35=3 371=60 373=1 372=D");
        ask("D", "11=x 55=" + HOUR + " 54=1 38=1 40=2 44=abc").has("35=3 371=44 373=6");
        ask("D", "11=x 55=" + HOUR + " 54=1 38=1 40=2").has("35=j 380=5 379=x 20002=FIELD_MISSING");
        ask("D", "11=x 55=" + HOUR + " 54=1 38=1 40=2 44=2.00 59=6").has("35=j 380=5 379=x 20002=FIELD_MISSING");
        firm.send("V", "262=md", "263=1", "264=0", "267=1", "269=0", "146=1", "55=" + HOUR);
        firm.next().has("35=j 380=3 372=V");
        ask("D", "11=y 55=" + HOUR + " 54=1 38=1 40=2 44=1.00").has("150=0");
    }
}
