package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.ClusterStatus.PoolStatus;
import io.tidemark.exchange.cluster.Letters.Answered;
import io.tidemark.exchange.cluster.Letters.MemberReport;
import io.tidemark.exchange.cluster.Letters.Request;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.Duties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What the other members may ask of this one. */
final class Inbox implements MemberCalls.Neighbour {
    private final Mail mail;
    private final Router router;
    private final Standby standby;
    private final Function<PoolId, Seat> seats;
    private final String address;
    private final Duties duties;
    private final Map<UUID, Long> lastNumbers = new HashMap<>();

    Inbox(Mail mail, Router router, Standby standby, Function<PoolId, Seat> seats, String address, Duties duties) {
        this.mail = mail;
        this.router = router;
        this.standby = standby;
        this.seats = seats;
        this.address = address;
        this.duties = duties;
    }

    @Override
    public void requested(UUID origin, long number, byte[] requests) {
        if (!isNew(origin, number)) {
            return;
        }
        for (Request request : Letters.requests(requests)) {
            Seat seat = seats.apply(PoolId.parse(request.pool()));
            seat.run(request.errand(), outcome -> mail.answer(origin, new Answered(request.id(), outcome)));
        }
    }

    /** A batch that came twice would enter its orders twice. */
    private synchronized boolean isNew(UUID origin, long number) {
        Long last = lastNumbers.get(origin);
        if (last != null && last >= number) {
            return false;
        }
        lastNumbers.put(origin, number);
        return true;
    }

    @Override
    public void answered(byte[] answers) {
        router.answered(Letters.answers(answers));
    }

    @Override
    public void makeRoom(PoolId pool) {
        seats.apply(pool).makeRoom();
    }

    @Override
    public void farewell(UUID leaving) {
        router.memberLeaves(leaving);
    }

    @Override
    public void halt(PoolId pool, long sequence, String why) {
        seats.apply(pool).halt(sequence, why);
    }

    @Override
    public byte[] report() {
        List<PoolStatus> here = standby.pools().stream()
                .map(pool -> seats.apply(pool).status(standby.sequence(pool)))
                .toList();
        return Letters.report(new MemberReport(address, duties.silent().toMillis(), here));
    }
}
