package io.tidemark.fleet.driver.embedded;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.LotShape;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.jdbc.Session;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The rows of all machines. Locked in the order of their names, everywhere, so that two callers never wait for each other.
 */
final class Rack {
    private final MachineLife life;

    Rack(MachineLife life) {
        this.life = life;
    }

    /** {@link EmbeddedFleet#install}. */
    void install(Session session, PoolId pool, int lots, long now) {
        String prefix = pool.toString().toLowerCase(Locale.ROOT).replace('.', '-');
        int nodes = LotShape.of(pool.sku()).nodesPerDomain();
        session.update("lock table embedded_node in exclusive mode");
        long ordinal = session.number("select coalesce(max(ordinal) + 1, 0) from embedded_node");
        long installed =
                session.number("select count(distinct domain) from embedded_node where pool = ?", pool.toString());
        for (long lot = installed + 1; lot <= lots; lot++) {
            String domain = String.format(Locale.ROOT, "%s-%04d", prefix, lot);
            for (int tray = 1; tray <= nodes; tray++) {
                String node = nodes == 1 ? domain : String.format(Locale.ROOT, "%s-t%02d", domain, tray);
                session.update(
                        "insert into embedded_node (node, ordinal, pool, domain, phase, since, claim, generation,"
                                + " sanitize_epoch, fault) values (?, ?, ?, ?, 'INTERNAL', ?, 0, 0, 0, '')",
                        node,
                        (int) ordinal++,
                        pool.toString(),
                        domain,
                        now);
            }
        }
    }

    /** The machines as they are now, in the order of their names. */
    List<Machine> lock(Session session, Collection<NodeRef> nodes, long now) {
        String[] names = nodes.stream().map(NodeRef::name).toArray(String[]::new);
        List<Machine> machines = session.list(
                "select * from embedded_node where node = any (?) order by node for update", Machine::read, (Object)
                        names);
        if (machines.size() < nodes.size()) {
            throw new DriverException("there are not all of " + nodes);
        }
        machines.forEach(machine -> life.advance(machine, now));
        return machines;
    }

    /** Brings the rows up to an instant. */
    void advanceAll(Session session, long now) {
        List<Machine> due = session.list(
                "select * from embedded_node where ends_at <= ? order by node for update", Machine::read, now);
        due.forEach(machine -> {
            life.advance(machine, now);
            machine.write(session);
        });
    }

    /** Up to so many machines, in the order of their names, from the one after that. */
    List<Machine> after(Session session, String name, int most) {
        return session.list(
                "select * from embedded_node where node > ? order by node limit ?", Machine::read, name, most);
    }

    List<Machine> all(Session session) {
        return session.list("select * from embedded_node order by node", Machine::read);
    }
}
