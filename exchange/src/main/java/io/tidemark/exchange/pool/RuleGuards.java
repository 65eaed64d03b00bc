package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Reply.Refused;
import io.tidemark.exchange.spot.Tranche;
import java.util.List;
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
        Refused tiers = tiers(sheet.tiers());
        if (tiers != null) {
            return tiers;
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
        if (sheet.buyBackTicks() < 0 || sheet.buyBackTicks() > sheet.bandHigh()) {
            return broken(
                    "buyBackTicks",
                    "the ceiling for buying back lies outside the static band",
                    "0 for none, up to " + sheet.bandHigh() + " ticks");
        }
        return null;
    }

    private static @Nullable Refused tiers(List<Tier> tiers) {
        if (tiers.isEmpty()
                || tiers.size() > RuleSheet.MOST_TIERS
                || tiers.get(0).fromLotHours() != 0) {
            return broken(
                    "tiers",
                    tiers.size() + " tiers, or a first one that not everybody is in",
                    "1 to " + RuleSheet.MOST_TIERS + " tiers, the first from 0 lot-hours");
        }
        for (int i = 0; i < tiers.size(); i++) {
            Refused refused = tier(tiers.get(i));
            if (refused == null && i > 0) {
                refused = after(tiers.get(i - 1), tiers.get(i));
            }
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    private static @Nullable Refused tier(Tier tier) {
        if (tier.makerBps() < 0 || tier.takerBps() < 0 || tier.largestFeeBps() > FULL) {
            return broken("fees", "a fee is negative or above the price", "0 to 10,000 basis points");
        }
        if (tier.positionLimitBps() < 0 || tier.positionLimitBps() > FULL) {
            return broken(
                    "positionLimitBps",
                    "a position limit of " + tier.positionLimitBps() + " basis points",
                    "0 for none, up to 10,000");
        }
        boolean isRate = tier.ordersPerSecond() >= 0 && tier.ordersPerSecond() <= Tier.MOST_PER_SECOND;
        boolean isBurst = tier.burstOrders() >= 0 && tier.burstOrders() <= Tier.MOST_PER_SECOND;
        if (!isRate || !isBurst || (tier.ordersPerSecond() > 0 && tier.burstOrders() == 0)) {
            return broken(
                    "ordersPerSecond",
                    tier.ordersPerSecond() + " orders a second, " + tier.burstOrders() + " at once",
                    "0 for any number, or 1 to " + Tier.MOST_PER_SECOND + " with at least 1 at once");
        }
        return null;
    }

    private static @Nullable Refused after(Tier before, Tier tier) {
        if (tier.fromLotHours() <= before.fromLotHours()) {
            return broken(
                    "tiers",
                    "a tier from " + tier.fromLotHours() + " lot-hours stands behind one from " + before.fromLotHours(),
                    "rising lot-hours");
        }
        return tier.makerBps() > before.makerBps() || tier.takerBps() > before.takerBps()
                ? broken("tiers", "who traded more would pay more", "fees that do not rise from tier to tier")
                : null;
    }

    private static Refused broken(String field, String problem, String remedy) {
        return Refusals.refused(Refusal.GUARD_BROKEN, field, problem, remedy);
    }
}
