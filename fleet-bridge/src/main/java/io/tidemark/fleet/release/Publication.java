package io.tidemark.fleet.release;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.HourSupply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.pool.Tier;
import io.tidemark.exchange.spot.Tranche;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Terms;
import java.util.List;

/** Prices in the words of the exchange. */
final class Publication {
    private Publication() {}

    static RuleSheet sheet(PoolPrices prices) {
        return new RuleSheet(
                prices.ruleSetId(),
                prices.band().lowTicks(),
                prices.band().highTicks(),
                Math.toIntExact(prices.reclaimNoticeSeconds()),
                tranches(prices.spotReserve()),
                prices.hours().stream()
                        .map(hour -> new RuleSheet.FairValue(hour.hour(), hour.fairTicks()))
                        .toList(),
                Math.toIntExact(prices.band().dynamicBps()),
                prices.buyBackTicks(),
                prices.terms().stream().map(Publication::tier).toList());
    }

    private static Tier tier(Terms terms) {
        return new Tier(
                terms.fromLotHours(),
                Math.toIntExact(terms.makerBps()),
                Math.toIntExact(terms.takerBps()),
                Math.toIntExact(terms.positionLimitBps()),
                Math.toIntExact(terms.ordersPerSecond()),
                Math.toIntExact(terms.burstOrders()));
    }

    static Command.OfferSupply supply(PoolPrices prices) {
        return new Command.OfferSupply(
                prices.hours().stream().map(Publication::supply).toList());
    }

    private static HourSupply supply(HourPrices hour) {
        return new HourSupply(hour.hour(), hour.firmLots(), tranches(hour.asks()));
    }

    private static List<Tranche> tranches(Ladder ladder) {
        return ladder.tranches().stream()
                .map(tranche -> new Tranche(tranche.ticks(), tranche.lots()))
                .toList();
    }
}
