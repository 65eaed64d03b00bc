package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {
    private static final String ONE = "10.0.0.1:5701";
    private static final String TWO = "10.0.0.2:5701";
    private static final String THREE = "10.0.0.3:5701";

    @Test
    void ofThreeAndMoreMoreThanHalfMustSeeEachOther() {
        assertThat(ClusterOptions.of(ONE, List.of()).quorum()).isEqualTo(1);
        assertThat(ClusterOptions.of(ONE, List.of(ONE, TWO)).quorum()).isEqualTo(1);
        assertThat(ClusterOptions.of(ONE, List.of(TWO, THREE)).quorum()).isEqualTo(2);
        assertThat(ClusterOptions.of(ONE, List.of(ONE, TWO, THREE, "10.0.0.4:5701"))
                        .quorum())
                .isEqualTo(3);
    }

    @Test
    void anAddressHasAHostAndAPort() {
        assertThat(ClusterOptions.of(ONE, List.of()).host()).isEqualTo("10.0.0.1");
        assertThat(ClusterOptions.of(ONE, List.of()).port()).isEqualTo(5701);
        for (String wrong : List.of("10.0.0.1", ":5701", "10.0.0.1:", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0.1:x")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ClusterOptions.of(wrong, List.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> ClusterOptions.of(ONE, List.of(wrong)));
        }
    }

    @Test
    void aPauseOfTheCollectorIsNotADeath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterOptions(
                        "x",
                        ONE,
                        List.of(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(15),
                        Duration.ofMillis(10),
                        Optional.empty()))
                .withMessageContaining("silence");
    }

    @Test
    void marketTimeStandsStillForAPoolWhoseLastOwnerWasAhead() {
        MarketClock clock = MarketClock.stoppedAt(1_000, 1);
        assertThat(clock.notBefore(5_000).now()).isEqualTo(5_000);
        assertThat(clock.notBefore(5_000).notBefore(2_000).now()).isEqualTo(5_000);
        assertThat(clock.notBefore(500).now()).isEqualTo(1_000);
        MarketClock ahead = clock.notBefore(1_001);
        clock.run();
        assertThat(ahead.now()).as("runs with the clock it was made of").isGreaterThanOrEqualTo(1_001);
    }
}
