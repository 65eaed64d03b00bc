package io.tidemark.exchange.clearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.PoolId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 8 of the rulebook: a sell holds the titles. */
class TitlesHeldForSaleTest {
    private static final long HOUR = 500_000;
    private static final long ALICE = 10;
    private static final long BOB = 11;

    private final Clearing clearing = new Clearing(PoolId.parse("B200X8.PRN1"));
    private long trades;

    @BeforeEach
    void aliceBuysTenTitles() {
        for (long account : new long[] {ALICE, BOB}) {
            clearing.open(account);
            clearing.deposit(account, 1_000_000_000);
            clearing.hold(account, 1_000_000_000);
        }
        clearing.mint(HOUR, 20);
        buy(ALICE, Clearing.OPERATOR, 10);
    }

    private void buy(long buyer, long seller, long lots) {
        long id = ++trades;
        Parcel parcel = new Parcel(id, id, buyer, new DeliveryWindow(HOUR, 1), lots, false);
        clearing.trade(parcel, HOUR, seller, lots, 100, 0, 0);
    }

    @Test
    void whatIsOfferedIsNotFree() {
        clearing.offer(ALICE, HOUR, 6);
        clearing.offer(ALICE, HOUR, 1);
        clearing.withdrawOffer(ALICE, HOUR, 2);
        assertThat(clearing.held(ALICE, HOUR)).isEqualTo(10);
        assertThat(clearing.freeTitles(ALICE, HOUR)).isEqualTo(5);
    }

    @Test
    void aSaleTakesTheLotsThatWereOffered() {
        clearing.offer(ALICE, HOUR, 6);
        buy(BOB, ALICE, 4);
        assertThat(clearing.held(ALICE, HOUR)).isEqualTo(6);
        assertThat(clearing.freeTitles(ALICE, HOUR)).isEqualTo(4);
        assertThat(clearing.freeTitles(BOB, HOUR)).isEqualTo(4);
    }

    @Test
    void aSaleOfMoreThanWasOfferedTakesTheRestFromWhatIsFree() {
        clearing.offer(ALICE, HOUR, 3);
        buy(BOB, ALICE, 8);
        assertThat(clearing.held(ALICE, HOUR)).isEqualTo(2);
        assertThat(clearing.freeTitles(ALICE, HOUR)).isEqualTo(2);
    }

    @Test
    void nobodyOffersWhatItHasNotOrWithdrawsWhatItDoesNotOffer() {
        clearing.offer(ALICE, HOUR, 6);
        assertThatThrownBy(() -> clearing.offer(ALICE, HOUR, 5)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> clearing.offer(BOB, HOUR, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> clearing.withdrawOffer(ALICE, HOUR, 7)).isInstanceOf(IllegalStateException.class);
        assertThat(clearing.freeTitles(ALICE, HOUR)).isEqualTo(4);
    }

    @Test
    void aSaleOfMoreThanIsHeldMovesNothing() {
        assertThatThrownBy(() -> buy(BOB, ALICE, 11)).isInstanceOf(IllegalStateException.class);
        assertThat(clearing.held(ALICE, HOUR)).isEqualTo(10);
        assertThat(clearing.wallet(BOB).escrow()).isZero();
        assertThat(clearing.escrowOf(ALICE)).isEqualTo(clearing.wallet(ALICE).escrow());
    }

    @Test
    void titlesSoldToAndFroKeepEveryEscrow() {
        for (int i = 0; i < 5; i++) {
            buy(BOB, ALICE, 4);
            buy(ALICE, BOB, 3);
            for (long account : new long[] {ALICE, BOB}) {
                assertThat(clearing.escrowOf(account))
                        .isEqualTo(clearing.wallet(account).escrow());
            }
        }
        assertThat(clearing.held(ALICE, HOUR)).isEqualTo(5);
        assertThat(clearing.held(BOB, HOUR)).isEqualTo(5);
        assertThat(clearing.total()).isEqualTo(clearing.netDeposits());
    }
}
