package io.tidemark.connectors.server;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.certificate.HandOverCertificate;
import io.tidemark.connectors.rest.CertificateDesk;
import io.tidemark.exchange.audit.HeadKey;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.MalformedContractException;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.StepEvidence;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.HandOverProof;
import io.tidemark.fleet.settlement.Task;
import io.tidemark.fleet.settlement.TaskKey.Kind;
import io.tidemark.fleet.settlement.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates of what the fleet has recorded, signed when they are asked for. */
final class Certificates implements CertificateDesk {
    private static final Pattern FIRM = Pattern.compile("(?<pool>.+)-F-(?<hour>[0-9]{10})");
    private static final Pattern SPOT = Pattern.compile("(?<pool>.+)-(?<bid>[1-9][0-9]{0,17})");

    private final Fleet fleet;
    private final Tasks tasks;
    private final HeadKey key;

    Certificates(Fleet fleet, Tasks tasks, HeadKey key) {
        this.fleet = fleet;
        this.tasks = tasks;
        this.key = key;
    }

    @Override
    public String publicKey() {
        return key.publicPem();
    }

    @Override
    public List<Certificate> of(Account account, String leaseId) {
        Optional<LeaseKey> lease = lease(leaseId, account.number());
        List<HandOverProof> proofs = lease.map(fleet::proofs).orElse(List.of());
        if (proofs.isEmpty()) {
            return List.of();
        }
        long sequence = sequence(lease.orElseThrow());
        return proofs.stream()
                .map(proof -> new Certificate(
                        proof.node().name(),
                        proof.lot(),
                        proof.readyAt(),
                        proof.report().simulated(),
                        certificate(proof, leaseId, account.name(), sequence).signedBy(key)))
                .toList();
    }

    /** As {@link Leases} names it; what is spelt otherwise is none, so a lease has one name in all its certificates. */
    private static Optional<LeaseKey> lease(String leaseId, long account) {
        Matcher firm = FIRM.matcher(leaseId);
        Matcher spot = SPOT.matcher(leaseId);
        try {
            if (firm.matches()) {
                return Optional.of(
                        LeaseKey.firm(PoolId.parse(firm.group("pool")), account, Hours.parse(firm.group("hour"))));
            } else if (spot.matches()) {
                return Optional.of(
                        LeaseKey.spot(PoolId.parse(spot.group("pool")), account, Long.parseLong(spot.group("bid"))));
            }
        } catch (MalformedContractException noLease) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Of the command with which the delivery began. */
    private long sequence(LeaseKey lease) {
        Kind kind = lease.kind() == LeaseKey.Kind.FIRM ? Kind.DELIVER : Kind.LEASE;
        Task first = tasks.first(lease.pool(), kind, lease.id(), lease.account())
                .orElseThrow(() -> new IllegalStateException("nobody asked for what was handed over: " + lease));
        return first.key().sequence();
    }

    private static HandOverCertificate certificate(HandOverProof proof, String leaseId, String holder, long sequence) {
        return new HandOverCertificate(
                HandOverCertificate.FORMAT,
                leaseId,
                proof.key().pool().toString(),
                holder,
                proof.node().name(),
                proof.lot(),
                proof.report().simulated(),
                at(proof.readyAt()),
                sequence,
                proof.report().epoch(),
                proof.report().steps().stream().map(Certificates::step).toList(),
                proof.isolation().map(Certificates::isolation).orElse(HandOverCertificate.Isolation.NOT_RECORDED));
    }

    private static HandOverCertificate.Isolation isolation(Isolation reported) {
        return new HandOverCertificate.Isolation(
                true,
                reported.partitions().stream()
                        .map(each ->
                                new HandOverCertificate.Partition(each.kind().name(), each.id()))
                        .toList());
    }

    private static HandOverCertificate.Step step(StepEvidence evidence) {
        return new HandOverCertificate.Step(
                evidence.step().name(),
                evidence.method(),
                evidence.tool(),
                evidence.devicesFound(),
                evidence.devicesExpected(),
                evidence.result().name(),
                at(evidence.startedAt()),
                at(evidence.endedAt()),
                evidence.evidenceHash());
    }

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
