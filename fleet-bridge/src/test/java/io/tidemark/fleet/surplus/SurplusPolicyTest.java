package io.tidemark.fleet.surplus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.Sku;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurplusPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "B200X8,   107, 6, 3, PT20M",
        "B200X8,   100, 5, 2, PT20M",
        "GB200R64,   1, 1, 1, PT45M",
        "GB300R64,   0, 0, 0, PT45M"
    })
    void theDefaultsFollowThePool(Sku sku, long lots, long buffer, long reserve, Duration turnaround) {
        assertThat(SurplusPolicy.forPool(sku, lots))
                .isEqualTo(new SurplusPolicy(
                        buffer,
                        reserve,
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(5),
                        turnaround,
                        Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1 |  0 | PT30M | PT5M  | PT20M  | PT10M | buffer lots must be from 0 to 2147483647: -1",
                " 0 | -1 | PT30M | PT5M  | PT20M  | PT10M | turnover reserve lots must be from 0 to 2147483647: -1",
                " 0 |  0 | P8D   | PT5M  | PT20M  | PT10M | release must be from 0 to PT168H: PT192H",
                " 0 |  0 | PT30M | PT-1S | PT20M  | PT10M | reclaim must be from 0 to PT168H: PT-1S",
                " 0 |  0 | PT30M | PT5M  | PT-20M | PT10M | turnaround must be from 0 to PT168H: PT-20M",
                " 0 |  0 | PT5M  | PT5M  | PT20M  | PT5M  | release must be longer than reclaim: PT5M, PT5M",
                " 0 |  0 | PT30M | PT5M  | PT20M  | PT0S  "
                        + "| stale after must be positive and no longer than release (PT30M): PT0S",
                " 0 |  0 | PT30M | PT5M  | PT20M  | PT31M "
                        + "| stale after must be positive and no longer than release (PT30M): PT31M"
            })
    void aPolicyThatCannotWorkIsRefused(
            long buffer,
            long reserve,
            Duration release,
            Duration reclaim,
            Duration turnaround,
            Duration staleAfter,
            String because) {
        assertThatThrownBy(() -> new SurplusPolicy(buffer, reserve, release, reclaim, turnaround, staleAfter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(because);
    }

    @ParameterizedTest
    @CsvSource({"70, 0, 28", "70, 15, 13", "70, 25, 3", "70, 29, 0", "100, 0, 0", "100, 50, 0"})
    void whatIsSpareIsNeverNegative(long inUse, long pending, long spare) {
        SurplusPolicy policy = new SurplusPolicy(
                8, 2, Duration.ofMinutes(30), Duration.ofMinutes(5), Duration.ofMinutes(20), Duration.ofMinutes(10));
        assertThat(policy.spare(new DemandSnapshot(0, 100, inUse, pending, false)))
                .isEqualTo(spare);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0", "10, -1, 0", "10, 11, 0", "10, 5, -1"})
    void aReadingThatCannotBeIsRefused(long total, long inUse, long pending) {
        assertThatThrownBy(() -> new DemandSnapshot(0, total, inUse, pending, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPoolWithoutLotsToCountIsRefused() {
        assertThatThrownBy(() -> SurplusPolicy.forPool(Sku.B200X8, -1)).hasMessageStartingWith("pool lots must be");
    }
}
