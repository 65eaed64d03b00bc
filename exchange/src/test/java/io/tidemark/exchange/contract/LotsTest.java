package io.tidemark.exchange.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One lot is a lot, and none or several are lots. */
class LotsTest {
    @Test
    void theWordFollowsTheNumber() {
        assertThat(Lots.format(0)).isEqualTo("0 lots");
        assertThat(Lots.format(1)).isEqualTo("1 lot");
        assertThat(Lots.format(4)).isEqualTo("4 lots");
    }

    @Test
    void soDoesWhatTheyDo() {
        assertThat(Lots.doing(1, "runs", "run")).isEqualTo("1 lot runs");
        assertThat(Lots.doing(4, "runs", "run")).isEqualTo("4 lots run");
    }

    @Test
    void ofOneLotThereIsNoAll() {
        assertThat(Lots.all(1)).isEqualTo("the lot");
        assertThat(Lots.all(4)).isEqualTo("all 4 lots");
    }
}
