package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.ImageRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How patient the fleet is, in market time.
 *
 * @param fence to leave internal use; after it the node stays internal, and is asked again
 * @param claim to be set aside; after it the node is sanitized anew and another is taken
 * @param deploy from the claim to a passed health check; after it the node is quarantined and cleaned
 * @param sanitize from the release to the proof; after it the node is quarantined for a person
 * @param lead how long before a delivery is due machines are sought for it
 * @param staleAfter the oldest list of nodes that is still acted on, and the most that counts for a limit between two
 *     looks: nobody is late for what nobody looked at
 * @param backoff the wait after a first failure; it doubles with each further one
 * @param longestBackoff what it doubles up to
 * @param turnaround sanitize and deploy, which a lot that changes holder is not usable for
 * @param image what nodes are started with
 */
public record FleetPolicy(
        Duration fence,
        Duration claim,
        Duration deploy,
        Duration sanitize,
        Duration lead,
        Duration staleAfter,
        Duration backoff,
        Duration longestBackoff,
        Map<Sku, Duration> turnaround,
        ImageRef image) {
    public FleetPolicy {
        turnaround = Map.copyOf(turnaround);
        if (!turnaround.keySet().containsAll(List.of(Sku.values()))) {
            throw new IllegalArgumentException("every SKU has a turnaround: " + turnaround);
        }
    }

    /** The limits of production. */
    public static FleetPolicy standard() {
        return new FleetPolicy(
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(45),
                Duration.ofMinutes(45),
                Duration.ofMinutes(10),
                Duration.ofMinutes(2),
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                Map.of(
                        Sku.B200X8, Duration.ofMinutes(20),
                        Sku.GB200R64, Duration.ofMinutes(45),
                        Sku.GB300R64, Duration.ofMinutes(45)),
                new ImageRef(
                        "ubuntu-24.04-cuda-13",
                        "sha256:0000000000000000000000000000000000000000000000000000000000000000"));
    }

    /**
     * The same, with no limit shorter than this. Where market time runs fast, or the loop seldom, every limit should be
     * several steps of the loop long.
     */
    public FleetPolicy withLimitsOfAtLeast(Duration shortest) {
        return new FleetPolicy(
                longer(fence, shortest),
                longer(claim, shortest),
                longer(deploy, shortest),
                longer(sanitize, shortest),
                lead,
                longer(staleAfter, shortest),
                backoff,
                longestBackoff,
                turnaround,
                image);
    }

    /** The same, at a site that sanitizes and deploys in this time. */
    public FleetPolicy withTurnaround(Map<Sku, Duration> other) {
        return new FleetPolicy(fence, claim, deploy, sanitize, lead, staleAfter, backoff, longestBackoff, other, image);
    }

    /** The same, with nodes started with this. */
    public FleetPolicy withImage(ImageRef other) {
        return new FleetPolicy(
                fence, claim, deploy, sanitize, lead, staleAfter, backoff, longestBackoff, turnaround, other);
    }

    private static Duration longer(Duration limit, Duration shortest) {
        return limit.compareTo(shortest) < 0 ? shortest : limit;
    }
}
