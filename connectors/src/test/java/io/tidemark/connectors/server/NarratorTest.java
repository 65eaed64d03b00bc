package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Reply;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarratorTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long HOUR = Hours.parse("2026112108");

    /** What is said of an event, without the time and the pool. */
    private static String told(Event event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        long time = Hours.startMillis(HOUR);
        new Narrator(out, account -> "alice")
                .tell(
                        POOL,
                        List.of(new LoggedCommand(1, time, 0, new Command.Tick(), new Reply.Done(), List.of(event))));
        return bytes.toString(StandardCharsets.UTF_8).strip().replaceFirst("Sat 08:00:00  B200X8.PRN1 *", "");
    }

    @Test
    void anHourWithMoreSoldThanCanBeDeliveredIsTold() {
        assertThat(told(new Event.FirmAtRisk(HOUR, 19, 8, List.of())))
                .isEqualTo("short    hour 2026112108 has 19 lots sold and 8 deliverable");
    }

    @Test
    void oneLotIsNoPlural() {
        assertThat(told(new Event.LeaseRuns(7, 100, 1, 120, 0))).isEqualTo("spot     alice runs 1 lot at 1.20");
        assertThat(told(new Event.LeaseRuns(7, 100, 2, 120, 0))).isEqualTo("spot     alice runs 2 lots at 1.20");
        assertThat(told(new Event.FirmAtRisk(HOUR, 1, 0, List.of()))).contains("has 1 lot sold");
        assertThat(told(new Event.CapacityChanged(HOUR, List.of(1L)))).isEqualTo("capacity 1 lot from hour 2026112108");
    }

    @Test
    void ofAWeekOfFiguresTheFirstAreTold() {
        assertThat(told(new Event.CapacityChanged(HOUR, List.of(1L, 2L)))).contains("capacity [1, 2] lots");
        assertThat(told(new Event.CapacityChanged(HOUR, List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L))))
                .isEqualTo("capacity [1, 2, 3, 4, 5, 6, ...] lots from hour 2026112108");
    }

    @Test
    void anAuctionWithNothingToSellHasNoPrice() {
        assertThat(told(new Event.SpotPriced(HOUR, 120, 0, 0))).isEqualTo("spot     hour 2026112108: no spot lots");
        assertThat(told(new Event.SpotPriced(HOUR, 120, 1, 1)))
                .isEqualTo("spot     hour 2026112108 costs 1.20, 1 of 1 lot awarded");
    }
}
