package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.ReliabilityBody;
import io.tidemark.connectors.rest.ReliabilityBody.FirmReliability;
import io.tidemark.connectors.rest.ReliabilityBody.NoticesBody;
import io.tidemark.connectors.rest.ReliabilityBody.SpotReliability;
import io.tidemark.connectors.rest.ReliabilityBody.SurvivalBody;
import io.tidemark.connectors.rest.ReliabilityDesk;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.reliability.Reliability;
import io.tidemark.fleet.reliability.Reliability.Age;
import io.tidemark.fleet.reliability.Reliability.Firm;
import io.tidemark.fleet.reliability.Reliability.Interval;
import io.tidemark.fleet.reliability.Reliability.Notices;
import io.tidemark.fleet.reliability.Reliability.Spot;
import io.tidemark.fleet.reliability.ReliabilityReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How well pools keep their word, as the door tells it. Anybody may ask, so the database is asked only now and then. */
final class PublishedReliability implements ReliabilityDesk {
    private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final double PLACES = 10_000;

    private final ReliabilityReport report;
    private final Map<PoolId, Kept> pools = new ConcurrentHashMap<>();

    private record Kept(ReliabilityBody body, long readAt) {}

    PublishedReliability(ReliabilityReport report) {
        this.report = report;
    }

    @Override
    public ReliabilityBody of(PoolId pool) {
        // One reads; who asks meanwhile waits for it.
        Kept kept = pools.compute(pool, (which, before) -> {
            boolean fresh = before != null && System.nanoTime() - before.readAt() < KEPT_NANOS;
            return fresh ? before : new Kept(body(which, report.of(which).orElse(Reliability.NONE)), System.nanoTime());
        });
        return Objects.requireNonNull(kept).body();
    }

    static ReliabilityBody body(PoolId pool, Reliability word) {
        return ReliabilityBody.of(
                pool.toString(),
                ReliabilityReport.DAYS,
                instant(word.from()),
                instant(word.to()),
                spot(word.spot()),
                word.notices().stream().map(PublishedReliability::notices).toList(),
                firm(word.firm()));
    }

    private static SpotReliability spot(Spot spot) {
        return new SpotReliability(
                spot.bids(),
                spot.lots(),
                spot.reclaimedLots(),
                spot.noSupplyLots(),
                spot.otherEndLots(),
                spot.runningLots(),
                spot.survival().stream().map(PublishedReliability::age).toList());
    }

    private static SurvivalBody age(Age age) {
        return new SurvivalBody(
                age.hours(),
                age.share().isPresent() ? down(age.share().getAsDouble()) : null,
                age.interval()
                        .map(Interval::low)
                        .map(PublishedReliability::down)
                        .orElse(null),
                age.interval().map(Interval::high).map(PublishedReliability::up).orElse(null),
                age.watchedLots());
    }

    private static double down(double share) {
        // The product of fractions may lie a hair below what it is.
        return Math.floor(share * PLACES + 1e-7) / PLACES;
    }

    private static double up(double share) {
        return Math.ceil(share * PLACES - 1e-7) / PLACES;
    }

    private static NoticesBody notices(Notices of) {
        return new NoticesBody(
                of.cause().name(),
                of.given(),
                of.kept(),
                of.broken(),
                of.open(),
                of.lots(),
                of.brokenLots(),
                of.shortestSeconds(),
                of.medianSeconds());
    }

    private static FirmReliability firm(Firm firm) {
        return new FirmReliability(
                firm.wholeLotHours(),
                firm.shortLotHours(),
                firm.failedLotHours(),
                firm.curtailedLotHours(),
                firm.curtailedBeforeSeconds().isPresent()
                        ? (Long) firm.curtailedBeforeSeconds().getAsLong()
                        : null);
    }

    private static @Nullable String instant(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
    }
}
