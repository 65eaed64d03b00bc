package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.BookSnapshot;
import io.tidemark.exchange.clearing.ClearingSnapshot;
import io.tidemark.exchange.clearing.ClearingSnapshot.Holder;
import io.tidemark.exchange.clearing.ClearingSnapshot.HourOfTitles;
import io.tidemark.exchange.clearing.ClearingSnapshot.Purse;
import io.tidemark.exchange.contract.Money;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Section 11 of the rulebook, laws 1 and 9: the balance of titles and money, and that it shows what is wrong. */
class BalanceTest {
    /** Alice (101) holds ten lots of hour 14 and offers four; Bob (102) bids for five. Ten lots are unsold. */
    private static PoolSpec traded() {
        PoolSpec market = market(600)
                .capacity(100)
                .fees(0, 20)
                .asks(14, "20@2.00")
                .deposit("alice", "1000")
                .deposit("bob", "1000");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.sell("alice", 4, 14, 15, "3.00").enter();
        market.buy("bob", 5, 14, 15, "1.00").enter();
        return market;
    }

    private static List<String> violations(UnaryOperator<ClearingSnapshot> clearing, UnaryOperator<BookSnapshot> book) {
        PoolSnapshot good = traded().engine.snapshot();
        PoolEngine wrong = PoolEngine.restore(new PoolSnapshot(
                good.pool(),
                good.sequence(),
                good.nextHours(),
                good.market(),
                good.call(),
                good.transfers(),
                good.orders(),
                good.spot(),
                good.supply(),
                good.damagesOwed(),
                book.apply(good.book()),
                clearing.apply(good.clearing())));
        return ((View.BalanceView) wrong.answer(new Query.Balance())).violations();
    }

    private static List<String> withPurse(long account, UnaryOperator<Purse> change) {
        return violations(
                good -> new ClearingSnapshot(
                        good.wallets().stream()
                                .map(purse -> purse.account() == account ? change.apply(purse) : purse)
                                .toList(),
                        good.deposited(),
                        good.withdrawn(),
                        good.fees(),
                        good.parcels(),
                        good.hours()),
                UnaryOperator.identity());
    }

    private static List<String> withTitles(long minted, long unsold, long offered) {
        return violations(
                good -> new ClearingSnapshot(
                        good.wallets(),
                        good.deposited(),
                        good.withdrawn(),
                        good.fees(),
                        good.parcels(),
                        good.hours().stream()
                                .map(hour -> hour.minted() == 0
                                        ? hour
                                        : new HourOfTitles(
                                                hour.hour(),
                                                hour.minted() + minted,
                                                hour.unsold() + unsold,
                                                hour.holders().stream()
                                                        .map(holder ->
                                                                new Holder(holder.offered() + offered, holder.legs()))
                                                        .toList()))
                                .toList()),
                UnaryOperator.identity());
    }

    @Test
    void itAddsUpMoneyAndTitles() {
        View.BalanceView balance = traded().balance();
        assertThat(balance)
                .isEqualTo(new View.BalanceView(
                        Money.parse("2000"), Money.parse("1999.68"), Money.parse("0.32"), 20, 10, 10, List.of()));
    }

    @Test
    void anAccountHoldsWhatItsOpenOrdersMayCostAndHasInEscrowWhatItsLegsCallFor() {
        assertThat(withPurse(102, purse -> new Purse(102, purse.free() - 1, purse.held() + 1, purse.escrow())))
                .containsExactly("account 102 holds what its open orders may cost: expected 40080000, found 40080001");
        assertThat(withPurse(101, purse -> new Purse(101, purse.free() + 1, purse.held(), purse.escrow() - 1)))
                .containsExactly(
                        "account 101 has in escrow what its legs call for: expected 160000000, found 159999999");
        assertThat(withPurse(102, purse -> new Purse(102, purse.free() + 1, purse.held(), purse.escrow())))
                .containsExactly(
                        "wallets and fees are deposits less withdrawals: expected 2000000000, found 2000000001");
    }

    @Test
    void everyTitleThatWasMintedIsHeldOrUnsoldAndEveryUnsoldOneOffered() {
        assertThat(withTitles(1, 0, 0))
                .containsExactly("in hour 2026112114 held and unsold titles are those minted: expected 21, found 20");
        assertThat(withTitles(1, 1, 0))
                .containsExactly("in hour 2026112114 the operator offers its unsold titles: expected 11, found 10");
    }

    @Test
    void nobodyOffersMoreThanItHoldsOrOtherThanIsHeldForSale() {
        assertThat(withTitles(0, 0, 1))
                .containsExactly(
                        "account 101 has held for sale of hour 2026112114 what it offers: expected 4, found 5");
        assertThat(violations(
                        UnaryOperator.identity(),
                        good -> new BookSnapshot(
                                good.asks().stream()
                                        .map(ask -> ask.account() == 101
                                                ? new BookSnapshot.RestingAsk(
                                                        ask.orderId(),
                                                        ask.account(),
                                                        ask.group(),
                                                        ask.hour(),
                                                        ask.limit(),
                                                        ask.sequence(),
                                                        11)
                                                : ask)
                                        .toList(),
                                good.buys())))
                .containsExactly(
                        "account 101 offers more of hour 2026112114 than it holds",
                        "account 101 has held for sale of hour 2026112114 what it offers: expected 11, found 4");
    }
}
