package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.Isolation.Kind;
import io.tidemark.fleet.driver.Isolation.Partition;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.SanitizeStep;
import io.tidemark.fleet.driver.StepEvidence;
import io.tidemark.fleet.jdbc.Session;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of what backends said of a sanitizing, step by step, and of the isolation of a deployed node. Written once and
 * never changed.
 */
final class Reports {
    private final Session session;

    Reports(Session session) {
        this.session = session;
    }

    /** A report is written once; a later reading of it changes nothing. */
    void file(SanitizeReport report, long now) {
        int inserted = session.update(
                "insert into fleet_report (node, epoch, complete, simulated, read_at) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                report.node().name(),
                report.epoch(),
                report.isComplete(),
                report.simulated(),
                now);
        if (inserted == 0) {
            return;
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (StepEvidence evidence : report.steps()) {
            rows.add(new @Nullable Object[] {
                report.node().name(),
                report.epoch(),
                rows.size(),
                evidence.step().name(),
                evidence.method(),
                evidence.tool(),
                evidence.devicesFound(),
                evidence.devicesExpected(),
                evidence.result().name(),
                evidence.startedAt(),
                evidence.endedAt(),
                evidence.evidenceHash()
            });
        }
        session.updateAll(
                "insert into fleet_evidence (node, epoch, position, step, method, tool, devices_found,"
                        + " devices_expected, result, started_at, ended_at, evidence_hash)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    List<SanitizeReport> of(NodeRef node) {
        return session.list(
                "select epoch, simulated from fleet_report where node = ? order by epoch",
                row -> new SanitizeReport(
                        node, row.getLong("epoch"), row.getBoolean("simulated"), evidence(node, row.getLong("epoch"))),
                node.name());
    }

    List<HandOverProof> handOverProofs(LeaseKey key) {
        return session.list(
                """
                select handed.domain, handed.node, handed.ready_at, proof.epoch, proof.simulated,
                      isolation.kinds, isolation.ids
                from (select min(sequence) as first, min(at) as at, domain, each.node, ready_at
                      from fleet_change cross join lateral unnest(nodes) as each(node)
                      where kind = 'HAND_OVER' and key = ? group by domain, each.node, ready_at) handed
                cross join lateral (select epoch, simulated from fleet_report
                      where node = handed.node and complete and read_at <= handed.ready_at
                      order by epoch desc limit 1) proof
                left join lateral (select generation from fleet_transition
                      where node = handed.node and to_state = 'READY' and at <= handed.at
                      order by id desc limit 1) deployed on true
                left join fleet_isolation isolation
                      on isolation.node = handed.node and isolation.generation = deployed.generation
                order by handed.first, handed.node""",
                row -> {
                    NodeRef node = new NodeRef(row.getString("node"));
                    long epoch = row.getLong("epoch");
                    return new HandOverProof(
                            key,
                            row.getString("domain"),
                            node,
                            row.getLong("ready_at"),
                            new SanitizeReport(node, epoch, row.getBoolean("simulated"), evidence(node, epoch)),
                            isolation(row));
                },
                key.toString());
    }

    private static Optional<Isolation> isolation(ResultSet row) throws SQLException {
        Array kinds = row.getArray("kinds");
        if (kinds == null) {
            return Optional.empty();
        }
        String[] names = (String[]) kinds.getArray();
        String[] ids = (String[]) row.getArray("ids").getArray();
        return Optional.of(new Isolation(IntStream.range(0, ids.length)
                .mapToObj(each -> new Partition(Kind.valueOf(names[each]), ids[each]))
                .toList()));
    }

    /** A node as it was deployed for a tenant. */
    record Deployed(NodeRef node, LeaseKey lease, long generation) {}

    /** Those that are with a tenant, or about to be, and of whose isolation nothing is filed. */
    List<Deployed> withoutIsolation() {
        return session.list(
                """
                select node, lease, generation from fleet_node n where state in ('READY', 'LEASED', 'NOTICE')
                and not exists (select from fleet_isolation i where i.node = n.node and i.generation = n.generation)
                order by node""",
                row -> new Deployed(
                        new NodeRef(row.getString("node")),
                        LeaseKey.parse(row.getString("lease")),
                        row.getLong("generation")));
    }

    void file(Deployed deployed, Isolation isolation, long now) {
        session.update(
                "insert into fleet_isolation (node, generation, read_at, kinds, ids) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                deployed.node().name(),
                deployed.generation(),
                now,
                isolation.partitions().stream().map(each -> each.kind().name()).toArray(String[]::new),
                isolation.partitions().stream().map(Partition::id).toArray(String[]::new));
    }

    private List<StepEvidence> evidence(NodeRef node, long epoch) {
        return session.list(
                "select * from fleet_evidence where node = ? and epoch = ? order by position",
                row -> new StepEvidence(
                        SanitizeStep.valueOf(row.getString("step")),
                        row.getString("method"),
                        row.getString("tool"),
                        row.getInt("devices_found"),
                        row.getInt("devices_expected"),
                        StepEvidence.Result.valueOf(row.getString("result")),
                        row.getLong("started_at"),
                        row.getLong("ended_at"),
                        row.getString("evidence_hash")),
                node.name(),
                epoch);
    }
}
