package io.tidemark.exchange.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final long NINE = Hours.parse("2026112109");

    @Test
    void aWindowHasOneTo168ConsecutiveHours() {
        assertThat(new DeliveryWindow(NINE, 1).end()).isEqualTo(NINE + 1);
        assertThat(new DeliveryWindow(NINE, 168).end()).isEqualTo(NINE + 168);
        assertThatThrownBy(() -> new DeliveryWindow(NINE, 0)).isInstanceOf(MalformedContractException.class);
        assertThatThrownBy(() -> new DeliveryWindow(NINE, 169)).isInstanceOf(MalformedContractException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE - 1, 70_389_528})
    void aWindowStartsInAYearThatASymbolCanName(long start) {
        assertThatThrownBy(() -> new DeliveryWindow(start, 2)).isInstanceOf(MalformedContractException.class);
    }

    @Test
    void aWindowHasItsFirstHourAndNotItsEnd() {
        DeliveryWindow window = new DeliveryWindow(NINE, 3);
        assertThat(window.contains(NINE)).isTrue();
        assertThat(window.contains(NINE + 2)).isTrue();
        assertThat(window.contains(NINE + 3)).isFalse();
        assertThat(window.contains(NINE - 1)).isFalse();
    }

    @Test
    void windowsThatOnlyTouchDoNotOverlap() {
        DeliveryWindow window = new DeliveryWindow(NINE, 3);
        assertThat(window.overlaps(new DeliveryWindow(NINE + 3, 2))).isFalse();
        assertThat(window.overlaps(new DeliveryWindow(NINE - 2, 2))).isFalse();
        assertThat(window.overlaps(new DeliveryWindow(NINE + 2, 2))).isTrue();
        assertThat(window.overlaps(new DeliveryWindow(NINE - 2, 3))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2026112105, 2026112105", "2026-11-21T05:00Z, 2026112105", "2026-11-21T05:00:00+02:00, 2026112103"})
    void anHourIsReadAsDigitsOrAsAnInstant(String text, String compact) {
        assertThat(Hours.format(Hours.parse(text))).isEqualTo(compact);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026023105",
                "2026112124",
                "2026130105",
                "202611210",
                "20261121050",
                "-026112105",
                "+026112105",
                "2026-11-21T05:30Z",
                "2026-11-21T05:00:00.0000001Z",
                "2026-11-21T05:00",
                "+999999999-12-31T23:00+00:30",
                "tomorrow",
                ""
            })
    void whatIsNoFullHourIsRefusedAndNeverBent(String text) {
        assertThatThrownBy(() -> Hours.parse(text))
                .isInstanceOfSatisfying(
                        MalformedContractException.class,
                        problem -> assertThat(problem.expected()).contains("UTC hour"));
    }

    @Test
    void anInstantLiesInTheHourThatItBelongsTo() {
        long start = Hours.startMillis(NINE);
        assertThat(Hours.containing(start)).isEqualTo(NINE);
        assertThat(Hours.containing(start + Hours.MILLIS - 1)).isEqualTo(NINE);
        assertThat(Hours.containing(start - 1)).isEqualTo(NINE - 1);
        assertThat(Hours.containing(-1)).isEqualTo(-1);
    }
}
