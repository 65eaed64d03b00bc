package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoConfigTest {
    private static final DemoConfig DEMO = new DemoConfig(
            Path.of("market"),
            0,
            0,
            0,
            60,
            42,
            Optional.empty(),
            Optional.empty(),
            0,
            true,
            true,
            false,
            Optional.empty());

    @Test
    void noOrderAsksForMoreLotsThanAPoolHas() throws IOException {
        assertThat(DEMO.venue().pools())
                .isNotEmpty()
                .allSatisfy(pool -> assertThat(pool.rules().maxLots()).isEqualTo(pool.lots()));
    }
}
