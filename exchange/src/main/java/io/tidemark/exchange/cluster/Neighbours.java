package io.tidemark.exchange.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.tidemark.exchange.cluster.ClusterStatus.MemberStatus;
import io.tidemark.exchange.cluster.ClusterStatus.PoolStatus;
import io.tidemark.exchange.cluster.Letters.MemberReport;
import io.tidemark.exchange.contract.PoolId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other members, as far as this one asks them something and waits for the answer. */
final class Neighbours {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    private static final long LONGEST_MAKING_ROOM_SECONDS = 12;
    private static final long LONGEST_REPORT_SECONDS = 2;

    private final HazelcastInstance member;
    private final Mail mail;

    Neighbours(HazelcastInstance member, Mail mail) {
        this.member = member;
        this.mail = mail;
    }

    /** Asks the member of a number to leave a pool and waits until it has; false if there is no such member in sight. */
    boolean askToLeave(long holder, PoolId pool) {
        for (com.hazelcast.cluster.Member each : member.getCluster().getMembers()) {
            if (Long.toString(holder).equals(each.getAttribute(Member.NUMBER))) {
                return hasLeft(each, pool);
            }
        }
        return false;
    }

    /** The address of the member of a number; empty if there is no such member in sight. */
    Optional<String> address(long number) {
        return member.getCluster().getMembers().stream()
                .filter(each -> Long.toString(number).equals(each.getAttribute(Member.NUMBER)))
                .findFirst()
                .map(Neighbours::address);
    }

    private static String address(com.hazelcast.cluster.Member of) {
        return of.getAddress().getHost() + ":" + of.getAddress().getPort();
    }

    private boolean hasLeft(com.hazelcast.cluster.Member holder, PoolId pool) {
        try {
            mail.makeRoom(holder, pool).toCompletableFuture().get(LONGEST_MAKING_ROOM_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException gone) {
            LOG.info("{} did not hear that it should leave {}: {}", holder.getAddress(), pool, gone.getMessage());
            return false;
        } catch (TimeoutException stubborn) {
            LOG.warn("{} has not left {} when asked to, and is passed over", holder.getAddress(), pool);
            return true;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks all members; those that do not answer within two seconds are named without their pools. */
    ClusterStatus status() {
        Map<com.hazelcast.cluster.Member, CompletableFuture<MemberReport>> asked = new LinkedHashMap<>();
        member.getCluster().getMembers().forEach(each -> asked.put(each, mail.report(each)));
        List<MemberStatus> members = new ArrayList<>();
        Map<String, PoolStatus> pools = new TreeMap<>();
        asked.forEach((each, report) -> {
            Optional<MemberReport> told = told(report);
            String address = told.map(MemberReport::address).orElse(address(each));
            members.add(new MemberStatus(address, each.localMember(), told.isPresent()));
            told.ifPresent(mine -> mine.pools()
                    .forEach(pool -> pools.merge(
                            pool.pool(),
                            pool,
                            (one, other) -> one.state().compareTo(other.state()) <= 0 ? one : other)));
        });
        return new ClusterStatus(members, List.copyOf(pools.values()));
    }

    /** Whether the database has heard from any of the others within this time. */
    boolean isAnyHeard(Duration within) {
        List<CompletableFuture<MemberReport>> asked = member.getCluster().getMembers().stream()
                .filter(each -> !each.localMember())
                .map(mail::report)
                .toList();
        return asked.stream()
                .flatMap(report -> told(report).stream())
                .anyMatch(report -> report.silentMillis() < within.toMillis());
    }

    private static Optional<MemberReport> told(CompletableFuture<MemberReport> report) {
        try {
            return Optional.of(report.get(LONGEST_REPORT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException silent) {
            return Optional.empty();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
