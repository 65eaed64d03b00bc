package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import io.tidemark.exchange.cluster.ClusterStatus;
import io.tidemark.exchange.cluster.ClusterStatus.MemberStatus;
import io.tidemark.exchange.cluster.ClusterStatus.PoolState;
import io.tidemark.exchange.cluster.ClusterStatus.PoolStatus;
import io.tidemark.exchange.cluster.ClusteredExchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Who is in the cluster, and who serves which pool. */
final class ClusterHealth {
    private static final String NAME = "cluster";

    private final ClusteredExchange exchange;
    private final List<String> peers;

    /** {@code peers} are the addresses of all that should be there. */
    ClusterHealth(ClusteredExchange exchange, List<String> peers) {
        this.exchange = exchange;
        this.peers = peers;
    }

    Part part() {
        ClusterStatus status = exchange.status();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("members", status.members().stream().map(ClusterHealth::name).collect(Collectors.joining(", ")));
        status.pools().forEach(pool -> facts.put(pool.pool(), where(pool)));
        exchange.duties().holders().forEach((duty, member) -> {
            if (!duty.startsWith("pool ")) {
                facts.put("duty " + duty, member);
            }
        });
        List<PoolStatus> unserved = status.pools().stream()
                .filter(pool -> pool.state() != PoolState.SERVING)
                .toList();
        List<MemberStatus> silent =
                status.members().stream().filter(member -> !member.answered()).toList();
        if (!unserved.isEmpty()) {
            PoolStatus first = unserved.get(0);
            return new Part(
                    NAME,
                    Level.DEGRADED,
                    first.pool() + " is served by nobody: " + where(first) + ".",
                    "Another member takes it over within seconds. If it lasts, see whether the members see each other and"
                            + " the database: docs/runbook.md, 'A pool is served by nobody'.",
                    facts);
        }
        if (!silent.isEmpty()) {
            return new Part(
                    NAME,
                    Level.DEGRADED,
                    silent.get(0).address() + " does not answer.",
                    "It counts as gone after some seconds, and others take its pools. See to that machine.",
                    facts);
        }
        List<String> missing = peers.stream()
                .filter(peer -> status.members().stream()
                        .noneMatch(member -> member.address().equals(peer)))
                .toList();
        if (!missing.isEmpty()) {
            return new Part(
                    NAME,
                    Level.DEGRADED,
                    String.join(", ", missing) + " is not there; every pool is served all the same.",
                    "Start it again, with the same --peers. Another loss may be one too many until then.",
                    facts);
        }
        int members = status.members().size();
        return Part.ok(
                NAME,
                members + (members == 1 ? " member" : " members") + "; every pool is served: "
                        + status.pools().stream()
                                .map(pool -> pool.pool() + " by " + pool.owner() + " (epoch " + pool.epoch() + ")")
                                .collect(Collectors.joining(", "))
                        + ".",
                facts);
    }

    private static String name(MemberStatus member) {
        return member.address() + (member.here() ? " (asked)" : member.answered() ? "" : " (does not answer)");
    }

    private static String where(PoolStatus pool) {
        String state = pool.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String what = state + ", " + pool.owner() + ", epoch " + pool.epoch() + ", sequence " + pool.durableSequence();
        return pool.detail().isEmpty() ? what : what + ": " + pool.detail();
    }
}
