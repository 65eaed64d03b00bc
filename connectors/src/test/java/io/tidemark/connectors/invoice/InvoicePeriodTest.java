package io.tidemark.connectors.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A period is a month, a day or two instants, in UTC; whatever else is written is none. */
class InvoicePeriodTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2026-11, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "2026-12, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "2028-02-29, 2028-02-29T00:00:00Z, 2028-03-01T00:00:00Z",
        "2026-11-21T05:00Z..2026-11-21T09:30Z, 2026-11-21T05:00:00Z, 2026-11-21T09:30:00Z",
        "2026-11-21T06:00+01:00..2026-11-21T09:00:01.5Z, 2026-11-21T05:00:00Z, 2026-11-21T09:00:01.500Z",
        "2026-11-21T05:00:00.25Z..2026-11-21T09:00:01Z, 2026-11-21T05:00:00.250Z, 2026-11-21T09:00:01Z"
    })
    void itBeginsWithItsFirstInstantAndEndsBeforeTheNextPeriods(String text, String from, String to) {
        InvoicePeriod period = InvoicePeriod.parse(text).orElseThrow();
        assertThat(Instant.ofEpochMilli(period.from())).isEqualTo(from);
        assertThat(Instant.ofEpochMilli(period.to())).isEqualTo(to);
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(
            strings = {
                "",
                "november",
                "2026",
                "2026-13",
                "2026-00",
                "2026-1",
                "2026-11-31",
                "2027-02-29",
                "+2026-11",
                "2026-11-21T05:00Z",
                "2026-11-21T05:00..2026-11-21T09:00",
                "2026-11-21T09:00Z..2026-11-21T09:00Z",
                "2026-11-21T09:00Z..2026-11-21T05:00Z",
                "2026-11-21..2026-11-22",
                "+999999999-01-01T00:00Z..+999999999-01-02T00:00Z",
                "2026-11-21T05:00Z..2026-11-21T09:00Z..2026-11-21T10:00Z",
                "../../etc/passwd"
            })
    void whatIsNoneIsNotGuessed(String text) {
        assertThat(InvoicePeriod.parse(text)).isEmpty();
    }

    @Test
    void theSamePeriodHasOneName() {
        assertThat(InvoicePeriod.parse("2026-11-21T06:00+01:00..2026-11-21T09:00Z"))
                .isEqualTo(InvoicePeriod.parse("2026-11-21T05:00Z..2026-11-21T10:00+01:00"));
    }
}
