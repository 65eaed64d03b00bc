package io.tidemark.connectors.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** A venue with people in it, whose keys everybody knows, with play money, and with somebody who tells what happens. */
final class DemoMarket {
    private DemoMarket() {}

    /**
     * Opens the market of a directory, or begins one.
     *
     * @throws IOException if the demand trace cannot be read
     * @throws io.tidemark.simulations.trace.TraceFormatException if it is no trace
     * @throws RuntimeException as {@link Venue#prepare} and {@link Venue#letIn}
     */
    static Venue open(DemoConfig config, PrintStream out) throws IOException {
        Venue venue = Venue.prepare(config.venue(), step -> out.println("  " + step));
        try {
            DemoPeople people = DemoPeople.of(venue.accounts());
            if (config.narrate()) {
                venue.exchange().subscribe(new Narrator(out, people::nameOf)::tell);
            }
            venue.openPools();
            people.endow(venue.backOffice().ledger());
            DemoPeople.endowTheHouse(venue.cash(), venue.exchange().pools());
            people.giveSessions(venue.sessions());
            venue.letIn(
                    config.participants()
                            ? people.participants(
                                    venue.backOffice(), venue.beginning().seed())
                            : List.of());
            return venue;
        } catch (RuntimeException failed) {
            venue.close();
            throw failed;
        }
    }
}
