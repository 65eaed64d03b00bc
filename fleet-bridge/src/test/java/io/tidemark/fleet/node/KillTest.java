package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.RACKS;
import static io.tidemark.fleet.node.Bench.SECOND;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.embedded.EmbeddedFleet;
import io.tidemark.fleet.driver.embedded.EmbeddedOptions;
import io.tidemark.fleet.driver.embedded.Faults;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * A child runs the fleet and says how far it is; it is killed at any moment, again and again, and the next one goes on.
 * After all that the leases are what was asked for, and the books hold.
 */
class KillTest {
    private static final int KILLS = 5;
    private static final Faults FAULTS = new Faults(0.01, 0.01, 0);

    @Test
    void whatAKilledProcessBeganTheNextOneFinishes() throws IOException, InterruptedException {
        Bench bench = Bench.with(5, FAULTS, () -> false)
                .installed(SERVERS, 20)
                .installed(RACKS, 3)
                .offered(SERVERS, 20)
                .offered(RACKS, 3);
        LeaseKey gang = bench.spot(SERVERS, 7, 41, 8, true);
        long hour = Hours.containing(bench.now) + 1;
        LeaseKey firm = bench.firm(SERVERS, 8, hour, 6);
        LeaseKey rack = bench.firm(RACKS, 8, hour, 2);
        SplittableRandom random = new SplittableRandom(20_261_121);
        long now = bench.now;
        for (int kill = 0; kill < KILLS; kill++) {
            now = runAndKill(bench.place, now, random.nextLong(1_000_000, 150_000_000));
        }
        bench.now = Math.max(now, Hours.startMillis(hour));
        bench.fleet.check(bench.now);
        bench.runUntil(Hours.startMillis(hour) + 40 * MINUTE);

        assertThat(bench.handedOver(gang)).isEqualTo(8);
        assertThat(bench.handedOver(firm)).isEqualTo(6);
        assertThat(bench.handedOver(rack)).isEqualTo(2);
        assertThat(bench.nodesOf(gang)).doesNotContainAnyElementsOf(bench.nodesOf(firm));
        for (LeaseKey key : List.of(gang, firm, rack)) {
            assertThat(bench.fleet.handOvers(key).stream()
                            .filter(span -> span.until().isEmpty())
                            .map(HandOverSpan::lot))
                    .doesNotHaveDuplicates()
                    .hasSize((int) bench.handedOver(key));
        }
    }

    /** Market time goes a second a step; the child never gets further than the hour, so that its end is ours to see. */
    private static long runAndKill(TestDatabase.Place place, long from, long nanos)
            throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        Integer.toString(place.port()),
                        place.schema(),
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long reached = from;
        long until = Long.MAX_VALUE;
        try (BufferedReader said = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                // The last line may be cut off by the kill; only whole ones were said.
                if (line.endsWith(".")) {
                    reached = Math.max(reached, Long.parseLong(line.substring(0, line.length() - 1)));
                }
                if (until == Long.MAX_VALUE) {
                    until = System.nanoTime() + nanos;
                }
                if (System.nanoTime() > until && child.isAlive()) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).as("died of the kill").isEqualTo(128 + 9);
        assertThat(reached).isGreaterThan(from);
        return reached;
    }

    /** Steps the fleet for ever. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            DataSource rows = new TestDatabase.Place(Integer.parseInt(arguments[0]), arguments[1]).connect();
            EmbeddedFleet machines = new EmbeddedFleet(rows, new EmbeddedOptions(5, 1, FAULTS));
            Fleet fleet = new Fleet(rows, machines, machines, FleetPolicy.standard());
            for (long now = Long.parseLong(arguments[2]); true; now += 3 * SECOND) {
                fleet.step(now);
                System.out.println(now + ".");
            }
        }
    }
}
