package io.tidemark.exchange.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTest {
    @ParameterizedTest
    @CsvSource({"2.05, 205", "2, 200", "0.01, 1", "0, 0", "2.050, 205", "999999999.99, 99999999999"})
    void aPriceIsAWholeNumberOfCents(String dollars, long ticks) {
        assertThat(Price.parse(dollars).ticks()).isEqualTo(ticks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.055", "-1", "+1", "1e2", "1,00", ".5", "2.", "", "NaN", "٢"})
    void aFractionOfATickIsRefusedAndNeverRounded(String dollars) {
        assertThatThrownBy(() -> Price.parse(dollars)).isInstanceOf(MalformedContractException.class);
    }

    @Test
    void thereAreNoNegativePrices() {
        assertThatThrownBy(() -> new Price(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPriceIsWrittenWithTwoDecimals() {
        assertThat(new Price(205)).hasToString("2.05");
        assertThat(new Price(5)).hasToString("0.05");
        assertThat(new Price(200)).hasToString("2.00");
    }

    @ParameterizedTest
    @CsvSource({"1497.60, 1497600000", "0.000001, 1", "12, 12000000"})
    void moneyIsAWholeNumberOfMicroDollars(String dollars, long microDollars) {
        assertThat(Money.parse(dollars)).isEqualTo(microDollars);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000001", "-1", "1e3", "$5", ""})
    void aFractionOfAMicroDollarIsRefused(String dollars) {
        assertThatThrownBy(() -> Money.parse(dollars)).isInstanceOf(MalformedContractException.class);
    }

    @Test
    void moneyIsWrittenExactly() {
        assertThat(Money.format(1_497_600_000)).isEqualTo("1497.60");
        assertThat(Money.format(1)).isEqualTo("0.000001");
        assertThat(Money.format(0)).isEqualTo("0.00");
        assertThat(Money.format(-2_500_000)).isEqualTo("-2.50");
    }

    @Test
    void lotsCostPriceTimesGpus() {
        assertThat(PoolId.parse("B200X8.PRN1").lotHourMoney(205, 3)).isEqualTo(Money.parse("49.20"));
        assertThat(PoolId.parse("GB200R64.PRN1").lotHourMoney(205, 3)).isEqualTo(Money.parse("393.60"));
    }
}
