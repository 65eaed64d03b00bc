package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.embedded.EmbeddedFleet;
import io.tidemark.fleet.driver.embedded.EmbeddedOptions;
import io.tidemark.fleet.driver.embedded.Faults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** A fleet on the bench: machines, the fleet above them, and a clock that we turn. */
final class Bench {
    static final PoolId SERVERS = PoolId.parse("B200X8.PRN1");
    static final PoolId RACKS = PoolId.parse("GB200R64.HYP1");
    static final Access ACCESS = new Access("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 test", "");
    static final InstanceTokens TOKENS = InstanceTokens.of(
            "a secret of the market of 32 bytes".getBytes(StandardCharsets.US_ASCII),
            Optional.of("https://market.example"));
    static final long SECOND = 1_000;
    static final long MINUTE = 60_000;
    /** An hour boundary. */
    static final long T0 = Hours.startMillis(500_000);

    final TestDatabase.Place place = TestDatabase.create();
    final DataSource rows = place.connect();
    final EmbeddedFleet machines;
    final Witness witness;
    Fleet fleet;
    long now = T0;
    private long versions;

    private Bench(EmbeddedOptions options, BooleanSupplier fails) {
        machines = new EmbeddedFleet(rows, options);
        witness = new Witness(machines, fails);
        fleet = new Fleet(rows, witness, witness, FleetPolicy.standard(), TOKENS);
    }

    static Bench withoutFaults() {
        return new Bench(EmbeddedOptions.standard(1), () -> false);
    }

    static Bench with(long seed, Faults faults, BooleanSupplier fails) {
        return new Bench(new EmbeddedOptions(seed, 1, faults), fails);
    }

    Bench installed(PoolId pool, int lots) {
        machines.install(pool, lots, now);
        return this;
    }

    /** Lots that are sanitized and wait for tenants. */
    Bench offered(PoolId pool, int lots) {
        fleet.setOffered(pool, lots, now);
        runUntil(now + 50 * MINUTE);
        return this;
    }

    void restart() {
        fleet = new Fleet(rows, witness, witness, FleetPolicy.standard(), TOKENS);
    }

    Bench runUntil(long end) {
        return runUntil(end, 20 * SECOND);
    }

    Bench runUntil(long end, long every) {
        while (now < end) {
            now = Math.min(end, now + every);
            fleet.step(now);
            fleet.check(now);
        }
        return this;
    }

    long nextVersion() {
        return ++versions;
    }

    LeaseKey firm(PoolId pool, long account, long hour, int lots) {
        fleet.deliver(Delivery.firm(pool, account, hour, nextVersion(), lots, ACCESS), now);
        return LeaseKey.firm(pool, account, hour);
    }

    LeaseKey spot(PoolId pool, long account, long bid, int lots, boolean gang) {
        fleet.deliver(Delivery.spot(pool, account, bid, nextVersion(), lots, gang, now, ACCESS), now);
        return LeaseKey.spot(pool, account, bid);
    }

    LeaseView lease(LeaseKey key) {
        return fleet.lease(key).orElseThrow();
    }

    Set<String> lotsOf(LeaseKey key) {
        Set<String> lots = new TreeSet<>();
        lease(key).assigned().forEach(lot -> lots.add(lot.lot()));
        return lots;
    }

    long handedOver(LeaseKey key) {
        return lease(key).assigned().stream()
                .filter(lot -> lot.readySince().isPresent())
                .count();
    }

    List<NodeRef> nodesOf(LeaseKey key) {
        return lease(key).assigned().stream()
                .flatMap(lot -> lot.nodes().stream())
                .map(LeaseView.NodeLine::node)
                .toList();
    }

    int count(PoolId pool, NodeState state) {
        return fleet.counts(pool).getOrDefault(state, 0);
    }
}
