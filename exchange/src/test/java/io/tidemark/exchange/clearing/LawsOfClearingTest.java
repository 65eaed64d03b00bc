package io.tidemark.exchange.clearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 8 of the rulebook: what would break a law of clearing is thrown back before anything has moved. */
class LawsOfClearingTest {
    private static final long HOUR = 500_000;
    private static final long ALICE = 10;

    private final Clearing clearing = new Clearing(PoolId.parse("B200X8.PRN1"));
    private final Parcel parcel = new Parcel(1, 1, ALICE, new DeliveryWindow(HOUR, 1), 10, false);

    @BeforeEach
    void aliceBuysTenOfTwentyTitles() {
        clearing.open(ALICE);
        clearing.deposit(ALICE, 1_000_000_000);
        clearing.deposit(Clearing.OPERATOR, 1_000_000_000);
        clearing.deposit(Clearing.DAMAGES, 1_000_000_000);
        clearing.hold(ALICE, 500_000_000);
        clearing.mint(HOUR, 20);
        clearing.trade(parcel, HOUR, Clearing.OPERATOR, 10, 100, 0, 0);
    }

    private String everything() {
        StringBuilder text = new StringBuilder();
        for (long account : clearing.accounts()) {
            Wallet wallet = clearing.wallet(account);
            text.append(account).append(' ').append(wallet.free()).append(' ').append(wallet.held());
            text.append(' ').append(wallet.escrow()).append('\n');
        }
        return text.append(clearing.minted(HOUR))
                .append(' ')
                .append(clearing.unsold(HOUR))
                .append(' ')
                .append(clearing.freeTitles(ALICE, HOUR))
                .append(' ')
                .append(clearing.netDeposits())
                .toString();
    }

    private void isThrownBack(ThrowingCallable illegal) {
        String before = everything();
        assertThatThrownBy(illegal).isInstanceOf(IllegalStateException.class);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void noAmountIsNegative() {
        isThrownBack(() -> clearing.deposit(ALICE, -1));
        isThrownBack(() -> clearing.withdraw(ALICE, -1));
        isThrownBack(() -> clearing.hold(ALICE, -1));
        isThrownBack(() -> clearing.release(ALICE, -1));
        isThrownBack(() -> clearing.mint(HOUR, -1));
        isThrownBack(() -> clearing.burn(HOUR, -1));
        isThrownBack(() -> clearing.payLease(ALICE, 100, -1));
        isThrownBack(() -> clearing.payDamages(ALICE, -1));
    }

    @Test
    void nobodySpendsWhatItDoesNotHave() {
        isThrownBack(() -> clearing.withdraw(ALICE, clearing.wallet(ALICE).free() + 1));
        isThrownBack(() -> clearing.hold(ALICE, clearing.wallet(ALICE).free() + 1));
        isThrownBack(() -> clearing.release(ALICE, clearing.wallet(ALICE).held() + 1));
        isThrownBack(() -> clearing.burn(HOUR, 11));
    }

    @Test
    void whatTheOperatorHasNotSoldIsAlwaysOffered() {
        isThrownBack(() -> clearing.offer(Clearing.OPERATOR, HOUR, 1));
        isThrownBack(() -> clearing.withdrawOffer(Clearing.OPERATOR, HOUR, 1));
    }

    @Test
    void titlesInTheBookAreNotTakenBack() {
        clearing.offer(ALICE, HOUR, 4);
        isThrownBack(() -> clearing.takeBack(parcel, HOUR, 7, 0));
        assertThat(clearing.takeBack(parcel, HOUR, 6, 0).legs()).hasSize(1);
        assertThat(clearing.held(ALICE, HOUR)).isEqualTo(4);
        assertThat(clearing.minted(HOUR)).isEqualTo(14);
    }

    @Test
    void anHourThatIsSettledIsForgottenAndNoOther() {
        clearing.mint(HOUR + 2, 1);
        clearing.mint(HOUR + 1, 1);
        clearing.settle(HOUR + 3, sold -> 3_600);
        assertThat(clearing.hours()).containsExactly(HOUR, HOUR + 1, HOUR + 2);
        clearing.settle(HOUR + 1, sold -> 3_600);
        assertThat(clearing.hours()).containsExactly(HOUR, HOUR + 2);
        assertThat(clearing.settle(HOUR, sold -> 3_600)).hasSize(1);
        assertThat(clearing.hours()).containsExactly(HOUR + 2);
        assertThat(List.of(clearing.hasTitles(HOUR), clearing.hasTitles(HOUR + 2)))
                .containsExactly(false, true);
    }
}
