package io.tidemark.exchange.spot;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The hourly auction of the residual: who runs in an hour, and the one price that everyone pays. */
public final class SpotAuction {
    private SpotAuction() {}

    /**
     * Serves the contenders in spot priority from the reserve ladder. A divisible bid takes what is left inside its
     * maximum; a gang takes all its lots or none.
     *
     * @param reserve the operator's reserve, cheapest first
     * @param supply how many lots there are; the ladder is cut to it
     */
    public static Result clear(List<Tranche> reserve, long supply, List<Contender> contenders) {
        NavigableMap<Long, Long> awards = new TreeMap<>();
        ReserveLadder ladder = new ReserveLadder(reserve, supply);
        long bestUnfilled = 0;
        for (Contender contender :
                contenders.stream().sorted(Contender.SPOT_PRIORITY).toList()) {
            long within = ladder.lotsWithin(contender.maxTicks());
            long award = contender.gang() && within < contender.lots() ? 0 : Math.min(contender.lots(), within);
            if (award > 0) {
                ladder.take(award);
                awards.put(contender.bidId(), award);
            }
            if (!contender.gang() && award < contender.lots()) {
                bestUnfilled = Math.max(bestUnfilled, contender.maxTicks());
            }
        }
        // Somebody who bids less than the reserve is turned away by the reserve, not by a rival: no price rises for it.
        return new Result(awards, awards.isEmpty() ? ladder.lowest() : Math.max(ladder.margin(), bestUnfilled));
    }

    /**
     * Who runs in the hour and at which price.
     *
     * @param awards lots by bid; a bid that got none is absent
     * @param ticks the price of the hour per GPU-hour; with no award, the lowest reserve
     */
    public record Result(NavigableMap<Long, Long> awards, long ticks) {}
}
