package io.tidemark.connectors.server;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.BalanceView;
import io.tidemark.simulations.trace.TraceFormatException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark demo}: a market to watch and to trade in. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a whole market on this machine.",
            "",
            "Internal demand rises and falls, surplus is released, priced by rules and sold; when demand",
            "returns, spot leases are reclaimed with notice.",
            "",
            "The market keeps its own clock. At --speed 60 a market hour passes in a minute, and with it",
            "everything that has a length in the market: hours, gates, calls, notices, the waits before a",
            "release or a reclaim, and the time to sanitize and deploy a machine. The clock stops while the",
            "program does not run: started again on the same --data, the market goes on where it was.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tidemark demo",
            "  tidemark demo --demand demand.csv --outages outages.csv --speed 600",
            "  tidemark demo --faults --no-participants --data quiet-market"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--demand",
            paramLabel = "FILE",
            description = "a GPU-cluster trace (CSV, also .gz) to play as internal demand, scaled to each pool;"
                    + " without it a built-in generator is used")
    private @Nullable Path demand;

    @Option(
            names = "--outages",
            paramLabel = "FILE",
            description = "windows in which the cluster of the trace was down: an empty cluster is no surplus")
    private @Nullable Path outages;

    @Option(
            names = "--demand-offset",
            paramLabel = "HOURS",
            defaultValue = "0",
            description = "how far into the trace the market begins (default: ${DEFAULT-VALUE})")
    private long demandOffset;

    @Option(
            names = "--speed",
            defaultValue = "60",
            description = "how many times faster than real time the market runs (default: ${DEFAULT-VALUE})")
    private int speed;

    @Option(names = "--port", defaultValue = "8080", description = "port of the REST API (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--fix-port",
            defaultValue = "9880",
            description = "port of the FIX gateway (default: ${DEFAULT-VALUE})")
    private int fixPort;

    @Option(
            names = "--metrics-port",
            defaultValue = "9464",
            description = "port of the Prometheus metrics (default: ${DEFAULT-VALUE})")
    private int metricsPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".tidemark/demo",
            description = "where the market is kept (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".tidemark/demo");

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "a PostgreSQL to keep the books in, such as jdbc:postgresql://host/tidemark;"
                    + " without it one is started in the data directory")
    private @Nullable String databaseUrl;

    @Option(
            names = "--database-user",
            paramLabel = "NAME",
            defaultValue = "tidemark",
            description = "its user, not a superuser (default: ${DEFAULT-VALUE})")
    private String databaseUser = "tidemark";

    @Option(
            names = "--database-password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:TIDEMARK_DATABASE_PASSWORD:-}",
            description = "its password; better in the variable TIDEMARK_DATABASE_PASSWORD")
    private String databasePassword = "";

    @Option(
            names = "--seed",
            defaultValue = "42",
            description = "what generator and participants draw from (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--no-participants", description = "leave out the made-up participants named demo-...")
    private boolean noParticipants;

    @Option(
            names = "--faults",
            description = "let the simulated machines fail now and then: deployments, erasures, whole nodes")
    private boolean faults;

    @Option(names = "--quiet", description = "do not tell what happens in the market")
    private boolean quiet;

    @Option(
            names = "--market-hours",
            paramLabel = "N",
            description = "stop after so many hours of market time and print the balance")
    private @Nullable Long marketHours;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @Override
    public Integer call() throws InterruptedException {
        DemoConfig config = new DemoConfig(
                data,
                port,
                fixPort,
                metricsPort,
                speed,
                seed,
                Optional.ofNullable(demand),
                Optional.ofNullable(outages),
                demandOffset,
                !noParticipants,
                !quiet,
                faults,
                Optional.ofNullable(databaseUrl)
                        .map(url -> new VenueConfig.ForeignDatabase(url, databaseUser, databasePassword)));
        if (speed < 1 || speed > 100_000) {
            return refuse("--speed " + speed + " is not possible; give a whole number from 1 to 100000");
        }
        Optional<String> wrongPort = wrongPort("--port", port)
                .or(() -> wrongPort("--fix-port", fixPort))
                .or(() -> wrongPort("--metrics-port", metricsPort));
        if (wrongPort.isPresent()) {
            return refuse(wrongPort.get());
        }
        out.println("Tidemark demo market");
        try (Venue market = DemoMarket.open(config, out)) {
            Thread hook = new Thread(market::close, "shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            banner(market);
            tellBalance(market);
            if (marketHours == null) {
                // Until Ctrl-C or a kill: the hook closes the market and the process ends with it.
                new CountDownLatch(1).await();
            }
            watch(market, Objects.requireNonNull(marketHours));
            boolean balanced = balance(market);
            Runtime.getRuntime().removeShutdownHook(hook);
            return balanced ? 0 : 1;
        } catch (NoSuchFileException missing) {
            return refuse("there is no file " + missing.getFile());
        } catch (TraceFormatException notATrace) {
            return refuse(notATrace.getMessage());
        } catch (IOException unreadable) {
            return refuse("the demand trace cannot be read: " + unreadable.getMessage());
        }
    }

    private static Optional<String> wrongPort(String option, int port) {
        return port >= 0 && port <= HIGHEST_PORT
                ? Optional.empty()
                : Optional.of(option + " " + port + " is no port; give a number from 1 to " + HIGHEST_PORT
                        + ", or 0 for any that is free");
    }

    /** Once in a real minute, said along with what happens: anybody may ask for it at any time with {@code balance}. */
    private void tellBalance(Venue market) {
        if (quiet) {
            return;
        }
        Thread teller = new Thread(
                () -> {
                    try {
                        while (true) {
                            Thread.sleep(60_000);
                            List<String> wrong = market.backOffice().imbalances();
                            out.println(
                                    wrong.isEmpty()
                                            ? "balance  money, titles and nodes are in balance, in the engine and in the books"
                                            : "balance  NOT in balance: " + wrong);
                        }
                    } catch (InterruptedException | RuntimeException closing) {
                        // The market closes under it: nobody waits for another line.
                        Thread.currentThread().interrupt();
                    }
                },
                "balance");
        teller.setDaemon(true);
        teller.start();
    }

    private static void watch(Venue market, long hours) throws InterruptedException {
        long end = market.exchange().clock().now() + hours * Hours.MILLIS;
        while (market.exchange().clock().now() < end) {
            Thread.sleep(Math.min(1_000, market.exchange().clock().realMillisUntil(end)));
        }
    }

    private int refuse(@Nullable String why) {
        err.println("tidemark: " + why);
        return 1;
    }

    private void banner(Venue market) {
        out.printf(
                """

                %s, %d times faster than real time; demand from %s.
                The market is open on %s
                FIX on %s
                Metrics on %s

                In another terminal, as the demo account alice:
                  export TIDEMARK_KEY=%s
                  ./tidemark pools
                  ./tidemark prices B200X8.PRN1
                  ./tidemark quote B200X8.PRN1 --start +2h --hours 4 --lots 2
                  ./tidemark bid   B200X8.PRN1 --start +2h --hours 4 --lots 2 --limit 4.50
                  ./tidemark spot  B200X8.PRN1 --lots 2 --max 3.00
                  ./tidemark orders
                  ./tidemark balance --key %s
                  ./tidemark status  --key %s
                Ctrl-C stops it; started again, the market goes on.

                """,
                market.resumed() ? "The market goes on" : "A new market",
                market.exchange().clock().speed(),
                market.config().demandSources(),
                market.doors().rest(),
                market.doors().fix().address(),
                market.metrics(),
                DemoPeople.ALICE_KEY,
                DemoPeople.OPERATOR_KEY,
                DemoPeople.OPERATOR_KEY);
    }

    private boolean balance(Venue market) {
        out.println();
        for (PoolId pool : market.exchange().pools()) {
            BalanceView balance = (BalanceView) Answers.await(market.exchange().ask(pool, new Query.Balance()));
            out.printf(
                    "%s: wallets %s + fees %s USD; titles minted %d = held %d + unsold %d; nodes %s%n",
                    pool,
                    Money.format(balance.wallets()),
                    Money.format(balance.fees()),
                    balance.mintedLotHours(),
                    balance.heldLotHours(),
                    balance.unsoldLotHours(),
                    nodes(market, pool));
        }
        List<String> wrong = market.backOffice().imbalances();
        wrong.forEach(sentence -> out.println("NOT in balance: " + sentence));
        if (wrong.isEmpty()) {
            out.println("Money, titles and nodes are in balance, in the engine and in the books.");
        }
        return wrong.isEmpty();
    }

    private static String nodes(Venue market, PoolId pool) {
        return market.backOffice().fleet().counts(pool).entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
