package io.tidemark.exchange.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.exchange.pool.Reply;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What holders are told of the events of a command. */
class HolderNoticesTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long HOUR = Hours.parse("2026112108");
    private static final long TIME = Hours.startMillis(HOUR);

    private static List<HolderNotice> told(Event... events) {
        return HolderNotices.of(
                POOL, new LoggedCommand(901, TIME, 0, new Command.Tick(), new Reply.Done(), List.of(events)));
    }

    private static HolderNotice only(Event event) {
        List<HolderNotice> told = told(event);
        assertThat(told).hasSize(1);
        return told.get(0);
    }

    @Test
    void aReclaimSaysHowManyLotsGoAndWhen() {
        HolderNotice notice = only(new Event.LeaseNoticed(42, 7, 3, TIME + 120_000, true));
        assertThat(notice)
                .isEqualTo(new HolderNotice(
                        Happening.NOTICE,
                        POOL,
                        7,
                        "B200X8.PRN1-42",
                        false,
                        901,
                        1,
                        TIME,
                        3,
                        "RECLAIMED",
                        OptionalLong.of(TIME + 120_000)));
        assertThat(notice.id()).isEqualTo("B200X8.PRN1-901-1");
    }

    @Test
    void whoIsOutbidIsGivenNoticeToo() {
        HolderNotice notice = only(new Event.LeaseEnding(42, 7, 3, TIME + 300_000, LeaseEnd.OUTBID));
        assertThat(notice.happening()).isEqualTo(Happening.NOTICE);
        assertThat(notice.reason()).isEqualTo("OUTBID");
        assertThat(notice.endsAt()).hasValue(TIME + 300_000);
    }

    @Test
    void aShortHourTellsThoseWhoAreLastInLineOnceEach() {
        List<HolderNotice> told = told(new Event.FirmAtRisk(
                HOUR + 2,
                9,
                4,
                List.of(
                        new Event.Delivery(5, 8, 2, false),
                        new Event.Delivery(4, 7, 2, true),
                        new Event.Delivery(3, 8, 1, false))));
        assertThat(told).extracting(HolderNotice::account).containsExactly(7L, 8L);
        assertThat(told).extracting(HolderNotice::lots).containsExactly(2L, 3L);
        assertThat(told).extracting(HolderNotice::id).containsExactly("B200X8.PRN1-901-1", "B200X8.PRN1-901-2");
        assertThat(told.get(0).happening()).isEqualTo(Happening.AT_RISK);
        assertThat(told.get(0).endsAt()).hasValue(Hours.startMillis(HOUR + 2));
        assertThat(told.get(0).leaseId()).isEqualTo("B200X8.PRN1-F-2026112110");
    }

    @Test
    void aNeedThatMayComeTellsEachLeaseThatItWouldTakeAndNamesNoEnd() {
        List<HolderNotice> told =
                told(new Event.SpotAtRisk(9, List.of(new Event.LeaseLots(42, 7, 3), new Event.LeaseLots(43, 8, 2))));
        assertThat(told).containsExactly(atRisk(1, 7, "B200X8.PRN1-42", 3), atRisk(2, 8, "B200X8.PRN1-43", 2));
    }

    private static HolderNotice atRisk(int index, long account, String lease, long lots) {
        return new HolderNotice(
                Happening.AT_RISK,
                POOL,
                account,
                lease,
                false,
                901,
                index,
                TIME,
                lots,
                "INTERNAL_DEMAND",
                OptionalLong.empty());
    }

    @Test
    void aCurtailmentIsANoticeAndItsDamagesAreNoFailedDelivery() {
        Event damages = new Event.DamagesAwarded(HOUR + 2, 5, 8, 2, 0, 1, 1, 1, 1, 0, 0);
        List<HolderNotice> told = told(
                new Event.Curtailed(
                        HOUR + 2, 2, List.of(new Event.Delivery(5, 8, 2, false)), List.of(), 0, "ann", "ben"),
                damages);
        assertThat(told).extracting(HolderNotice::reason).containsExactly("CURTAILED");
        assertThat(only(damages).happening()).isEqualTo(Happening.DELIVERY_FAILED);
    }

    @Test
    void whatRunsAndWhatIsBackIsTold() {
        assertThat(only(new Event.LeaseHandedOver(42, 7, 2)).happening()).isEqualTo(Happening.READY);
        HolderNotice ended = only(new Event.LeaseEnded(42, 7, 2, LeaseEnd.RELEASED));
        assertThat(ended.happening()).isEqualTo(Happening.ENDED);
        assertThat(ended.reason()).isEqualTo("RELEASED");
    }

    @Test
    void moneyIsNoNotice() {
        assertThat(told(new Event.LeasePaid(42, 7, HOUR, 1, 1, 1, 0), new Event.WalletCredited(7, 1, 1)))
                .isEmpty();
    }
}
