package io.tidemark.fleet.surplus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.fleet.surplus.SurplusState.Batch;
import io.tidemark.fleet.surplus.SurplusState.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stored state that no tracker could have left behind is refused when it is read, not found out later. */
class SurplusStateTest {
    @Test
    void levelsAreInOrderOfTime() {
        assertThatThrownBy(() -> new SurplusState(9, List.of(new Level(5, 1), new Level(5, 2)), List.of()))
                .hasMessageStartingWith("levels must be in order of time");
    }

    @Test
    void noLevelIsLaterThanTheLastReading() {
        assertThatThrownBy(() -> new SurplusState(4, List.of(new Level(5, 1)), List.of()))
                .hasMessageStartingWith("a level after the last reading at 4");
    }

    @Test
    void batchesAreInOrderOfReadiness() {
        assertThatThrownBy(() -> new SurplusState(9, List.of(), List.of(new Batch(8, 1), new Batch(7, 1))))
                .hasMessageStartingWith("batches must be in order of readiness");
    }

    @Test
    void countsMakeSense() {
        assertThatThrownBy(() -> new Level(0, -1)).hasMessage("lots must not be negative: -1");
        assertThatThrownBy(() -> new Batch(0, 0)).hasMessage("a batch needs a lot: 0");
    }
}
