package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoConfigTest {
    @Test
    void noOrderAsksForMoreLotsThanAPoolHas() {
        assertThat(DemoConfig.standardPools())
                .allSatisfy(pool -> assertThat(pool.rules().maxLots()).isEqualTo(pool.lots()));
    }
}
