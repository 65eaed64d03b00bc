package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Reply.Refused;
import io.tidemark.exchange.spot.Tranche;
import org.jspecify.annotations.Nullable;

/** What no rule may publish, whatever its tables say: the sheet before stays. */
final class RuleGuards {
    private static final int FULL = 10_000;

    private RuleGuards() {}

    /** The first guard that is broken, or null. */
    static @Nullable Refused refusal(Command.PublishRules published) {
        if (published.evidence().bytes().length > Evidence.MAX_BYTES) {
            return broken(
                    "evidence",
                    published.evidence() + " are more than a log should carry",
                    "at most " + Evidence.MAX_BYTES + " bytes");
        }
        return refusal(published.sheet());
    }

    private static @Nullable Refused refusal(RuleSheet sheet) {
        if (sheet.bandLow() < 1 || sheet.bandHigh() < sheet.bandLow() || sheet.bandHigh() > RuleSheet.HIGHEST_TICKS) {
            return broken(
                    "band",
                    "the static band is empty or out of reach",
                    "1 <= low <= high <= " + RuleSheet.HIGHEST_TICKS + ", in ticks");
        }
        long last = sheet.bandLow();
        for (Tranche tranche : sheet.reserve()) {
            if (tranche.ticks() < last || tranche.ticks() > sheet.bandHigh()) {
                return broken(
                        "reserve", "the reserve ladder falls or leaves the band", "a monotone ladder inside the band");
            }
            last = tranche.ticks();
        }
        if (sheet.makerBps() < 0 || sheet.takerBps() < 0 || Math.max(sheet.makerBps(), sheet.takerBps()) > FULL) {
            return broken("fees", "a fee is negative or above the price", "0 to 10,000 basis points");
        }
        if (sheet.noticeSeconds() < RuleSheet.LEAST_NOTICE_SECONDS) {
            return broken(
                    "noticeSeconds",
                    sheet.noticeSeconds() + " seconds of notice",
                    "at least " + RuleSheet.LEAST_NOTICE_SECONDS);
        }
        if (sheet.dynamicBandBps() < 0 || sheet.dynamicBandBps() > FULL) {
            return broken(
                    "dynamicBandBps",
                    "a dynamic band of " + sheet.dynamicBandBps() + " basis points",
                    "0 for none, up to 10,000");
        }
        if (sheet.positionLimitBps() < 0 || sheet.positionLimitBps() > FULL) {
            return broken(
                    "positionLimitBps",
                    "a position limit of " + sheet.positionLimitBps() + " basis points",
                    "0 for none, up to 10,000");
        }
        if (sheet.buyBackTicks() < 0 || sheet.buyBackTicks() > sheet.bandHigh()) {
            return broken(
                    "buyBackTicks",
                    "the ceiling for buying back lies outside the static band",
                    "0 for none, up to " + sheet.bandHigh() + " ticks");
        }
        return null;
    }

    private static Refused broken(String field, String problem, String remedy) {
        return Refusals.refused(Refusal.GUARD_BROKEN, field, problem, remedy);
    }
}
