package io.tidemark.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulations.world.JobDraw.Job;
import org.junit.jupiter.api.Test;

class SpotJobTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final Job TWO_LOTS_FOR_TWO_HOURS = new Job(1, 0, 2, 2, 0, 300, -1);

    @Test
    void aJobWorksOnlyOnLotsThatWereHandedOver() {
        SpotJob job = new SpotJob(TWO_LOTS_FOR_TWO_HOURS, 0);
        job.runs(0, 2);
        assertThat(job.completionAt(0)).isEmpty();
        job.handedOver(5 * MINUTE, 2);
        assertThat(job.completionAt(5 * MINUTE)).hasValue(2 * HOUR + 5 * MINUTE);
    }

    @Test
    void withHalfOfItsLotsItTakesTwiceAsLong() {
        SpotJob job = new SpotJob(TWO_LOTS_FOR_TWO_HOURS, 0);
        job.runs(0, 2);
        job.handedOver(0, 2);
        job.stops(HOUR, 1);
        assertThat(job.completionAt(HOUR)).hasValue(3 * HOUR);
    }

    @Test
    void aReclaimLosesWhatWasDoneSinceTheLastCheckpointAndNoMore() {
        SpotJob saving = new SpotJob(TWO_LOTS_FOR_TWO_HOURS, 15 * MINUTE);
        SpotJob usingTheNotice = new SpotJob(TWO_LOTS_FOR_TWO_HOURS, 0);
        for (SpotJob job : new SpotJob[] {saving, usingTheNotice}) {
            job.runs(0, 2);
            job.handedOver(0, 2);
            job.reclaimed(70 * MINUTE, 2);
            assertThat(job.completionAt(70 * MINUTE)).isEmpty();
            job.runs(2 * HOUR, 2);
            job.handedOver(2 * HOUR, 2);
        }
        assertThat(usingTheNotice.completionAt(2 * HOUR)).hasValue(2 * HOUR + 50 * MINUTE);
        assertThat(saving.completionAt(2 * HOUR)).hasValue(2 * HOUR + 60 * MINUTE);
    }
}
