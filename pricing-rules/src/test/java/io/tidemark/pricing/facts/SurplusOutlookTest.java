package io.tidemark.pricing.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurplusOutlookTest {
    private static final SurplusOutlook OUTLOOK = new SurplusOutlook(10, 20, 30, 45, 60, 61, 90);

    @ParameterizedTest
    @CsvSource({
        "10000, 0",
        "9950, 5",
        "9901, 9",
        "9900, 10",
        "9700, 15",
        "9500, 20",
        "8334, 36",
        "8000, 40",
        "7500, 45",
        "5000, 60",
        "4999, 60",
        "2500, 61",
        "1000, 90",
        "0, 90"
    })
    void betweenTwoLevelsItIsLinearAndRoundsDown(long probabilityBps, long lots) {
        assertThat(OUTLOOK.lotsAt(probabilityBps)).isEqualTo(lots);
    }

    @Test
    void whatIsSurerIsNeverMore() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SurplusOutlook(10, 9, 30, 45, 60, 61, 90));
        assertThatIllegalArgumentException().isThrownBy(() -> new SurplusOutlook(-2, 9, 30, 45, 60, 61, 90));
        assertThatIllegalArgumentException().isThrownBy(() -> SurplusOutlook.of(List.of(1L, 2L)));
    }

    @Test
    void nothingForecastIsNotAForecastOfNothing() {
        assertThat(SurplusOutlook.UNKNOWN.isKnown()).isFalse();
        assertThat(SurplusOutlook.of(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L)).isKnown())
                .isTrue();
    }
}
