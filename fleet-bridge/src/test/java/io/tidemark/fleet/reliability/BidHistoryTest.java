package io.tidemark.fleet.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import java.util.List;
import org.junit.jupiter.api.Test;

class BidHistoryTest {
    private static final long BID = 7;
    private static final long ACCOUNT = 100;
    private static final long MINUTE = 60_000;

    private final BidHistory history = new BidHistory(BID);

    private void runs(long time, long lots, long startedAt) {
        history.runs(time, new Event.LeaseRuns(BID, ACCOUNT, lots, 200, startedAt));
    }

    private void reclaimed(long time, long lots, long endsAt) {
        history.reclaimed(time, new Event.LeaseNoticed(BID, ACCOUNT, lots, endsAt, false));
    }

    private void ending(long time, long lots, long endsAt) {
        history.ending(time, new Event.LeaseEnding(BID, ACCOUNT, lots, endsAt, LeaseEnd.OUTBID));
    }

    private void ended(long time, long lots, LeaseEnd why) {
        history.ended(time, new Event.LeaseEnded(BID, ACCOUNT, lots, why));
    }

    @Test
    void theNewestLotsAreReclaimedFirstAndTheirNoticeIsKept() {
        runs(10 * MINUTE, 2, 10 * MINUTE);
        runs(20 * MINUTE, 5, 10 * MINUTE);
        reclaimed(30 * MINUTE, 4, 32 * MINUTE);
        ended(32 * MINUTE, 4, LeaseEnd.RECLAIMED);
        assertThat(history.parts())
                .containsExactly(
                        new LeasePart(BID, 3, 20 * MINUTE, 32 * MINUTE, 32 * MINUTE, LeaseEnd.RECLAIMED),
                        new LeasePart(BID, 1, 10 * MINUTE, 32 * MINUTE, 32 * MINUTE, LeaseEnd.RECLAIMED),
                        LeasePart.begun(BID, 1, 10 * MINUTE));
        assertThat(history.promises())
                .containsExactly(new Promise(BID, LeaseEnd.RECLAIMED, 4, 30 * MINUTE, 32 * MINUTE, 0, 4, 0));
    }

    @Test
    void aReclaimBeforeTheHourBreaksTheWordThatTheLotsRunUntilIt() {
        runs(0, 5, 0);
        ending(55 * MINUTE, 3, 60 * MINUTE);
        reclaimed(56 * MINUTE, 2, 58 * MINUTE);
        ended(58 * MINUTE, 2, LeaseEnd.RECLAIMED);
        ended(60 * MINUTE, 1, LeaseEnd.OUTBID);
        assertThat(history.promises())
                .containsExactly(
                        new Promise(BID, LeaseEnd.RECLAIMED, 2, 56 * MINUTE, 58 * MINUTE, 0, 2, 0),
                        new Promise(BID, LeaseEnd.OUTBID, 3, 55 * MINUTE, 60 * MINUTE, 0, 1, 2));
    }

    @Test
    void aReclaimAfterTheHourLeavesThatWordAlone() {
        runs(0, 5, 0);
        ending(55 * MINUTE, 3, 60 * MINUTE);
        reclaimed(59 * MINUTE, 3, 61 * MINUTE);
        assertThat(history.promises().get(0))
                .isEqualTo(new Promise(BID, LeaseEnd.OUTBID, 3, 55 * MINUTE, 60 * MINUTE, 0, 3, 0));
    }

    @Test
    void aNoticeEndedTooEarlyIsBroken() {
        runs(0, 1, 0);
        reclaimed(10 * MINUTE, 1, 12 * MINUTE);
        ended(11 * MINUTE, 1, LeaseEnd.RECLAIMED);
        assertThat(history.promises().get(0).broken()).isEqualTo(1);
    }

    @Test
    void whatTheHolderGivesBackIsNeitherKeptNorBroken() {
        runs(0, 4, 0);
        ending(55 * MINUTE, 4, 60 * MINUTE);
        ended(57 * MINUTE, 4, LeaseEnd.RELEASED);
        assertThat(history.promises())
                .containsExactly(new Promise(BID, LeaseEnd.OUTBID, 4, 55 * MINUTE, 60 * MINUTE, 0, 0, 0));
        assertThat(history.parts()).containsExactly(LeasePart.begun(BID, 4, 0).ended(57 * MINUTE, LeaseEnd.RELEASED));
    }

    @Test
    void aLeaseOfBeforeTheRecordKeepsItsOwnBeginning() {
        runs(60 * MINUTE, 2, 5 * MINUTE);
        assertThat(history.parts()).isEqualTo(List.of(LeasePart.begun(BID, 2, 5 * MINUTE)));
    }

    @Test
    void whatNeverEndsStaysOpen() {
        runs(0, 2, 0);
        reclaimed(MINUTE, 1, 3 * MINUTE);
        BidHistory later = new BidHistory(BID);
        later.resume(history.parts(), history.promises());
        assertThat(later.isChanged()).isFalse();
        assertThat(later.parts()).containsExactlyElementsOf(history.parts());
        later.ended(3 * MINUTE, new Event.LeaseEnded(BID, ACCOUNT, 1, LeaseEnd.RECLAIMED));
        assertThat(later.promises().get(0).kept()).isEqualTo(1);
    }
}
