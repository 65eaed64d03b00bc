package io.tidemark.connectors.cli;

import io.tidemark.connectors.cli.EventLines.Message;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        description = {
            "Tells what happens, as it happens, until you stop it: phases, the cheapest offers of the hours to come, trades;"
                    + " with a key also your orders, bids and machines, and notices.",
            "",
            "A lost connection is opened again, and what was missed is told. Times are market time. With --json every message"
                    + " of the stream is a line."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark watch",
            "  tidemark watch --pool B200X8.PRN1",
            "  tidemark watch --pool B200X8.PRN1 --hours 3 --for 60"
        })
final class WatchCommand implements Callable<Integer> {
    /** The server says something every 15 seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_HOURS = 200;
    /** In a row; one may be of an old ticket. */
    private static final int MOST_REFUSALS = 3;

    @Mixin
    private final Remote remote = new Remote();

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "Only this one, or several with commas between. Default: all.")
    private String pools = "";

    @Option(
            names = "--hours",
            paramLabel = "N",
            description = "The offers of so many hours to come. Default: ${DEFAULT-VALUE}.",
            defaultValue = "6")
    private int hours;

    @Option(names = "--for", paramLabel = "SECONDS", description = "End after so many seconds. Default: never.")
    @SuppressWarnings("NullAway") // picocli leaves it null if it is not given.
    private Integer seconds;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli asks the option, not the field.
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    private String lastEventId = "";
    private String ticket = "";
    private long end;
    private int refusals;

    @Override
    public Integer call() {
        check();
        PrintWriter out = spec.commandLine().getOut();
        Happenings happenings = new Happenings(remote, pools, hours, out);
        end = seconds == null ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            // What is wrong at first stays wrong; later a server may only be on its way up again.
            follow(connect(), happenings, out);
            return 0;
        } catch (Failure failure) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(failure.text());
            err.flush();
            return failure.exitCode();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void check() {
        if (hours < 1 || hours > MOST_HOURS) {
            throw new ParameterException(spec.commandLine(), "--hours takes 1 to " + MOST_HOURS + ", not " + hours);
        } else if (seconds != null && seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--for takes 1 second or more, not " + seconds);
        }
    }

    private boolean isOver() {
        return end != Long.MAX_VALUE && System.nanoTime() >= end;
    }

    private Duration left(Duration atMost) {
        long left = end == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, end - System.nanoTime());
        return left < atMost.toNanos() ? Duration.ofNanos(left) : atMost;
    }

    private EventLines connect() {
        if (remote.hasKey() && ticket.isEmpty()) {
            ticket = remote.post("/v1/stream-tickets", Remote.body())
                    .tree()
                    .path("ticket")
                    .asText();
        }
        String query = (pools.isEmpty() ? "" : "pools=" + Remote.encoded(pools) + "&")
                + (ticket.isEmpty() ? "" : "ticket=" + ticket);
        return new EventLines(remote.events(query, lastEventId));
    }

    private void follow(EventLines first, Happenings happenings, PrintWriter out) throws InterruptedException {
        Optional<EventLines> open = Optional.of(first);
        while (!isOver()) {
            try {
                tellAll(open.isPresent() ? open.get() : connect(), happenings, out);
            } catch (Failure failure) {
                // A server that has come up again knows nothing of the ticket.
                ticket = "";
                refusals = failure.isRefusal() ? refusals + 1 : 0;
                if (refusals >= MOST_REFUSALS) {
                    throw failure;
                }
            }
            open = Optional.empty();
            TimeUnit.NANOSECONDS.sleep(left(PAUSE).toNanos());
        }
    }

    private void tellAll(EventLines lines, Happenings happenings, PrintWriter out) throws InterruptedException {
        try (lines) {
            while (!isOver()) {
                Optional<Message> message = lines.next(left(SILENCE));
                if (message.isEmpty()) {
                    if (!isOver()) {
                        lost(lines.isEnded() ? "The connection is lost" : "The stream is silent");
                    }
                    return;
                } else if (!message.get().isComment()) {
                    tell(message.get(), happenings, out);
                    lastEventId = message.get().id();
                    refusals = 0;
                }
            }
        } finally {
            out.flush();
        }
    }

    private void lost(String how) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(how + "; trying again.");
        err.flush();
    }

    private void tell(Message message, Happenings happenings, PrintWriter out) {
        if (remote.verbatim()) {
            out.println("{\"event\":\"" + message.type() + "\",\"id\":\"" + message.id() + "\",\"data\":"
                    + message.data() + "}");
        } else {
            happenings.tell(message);
        }
        out.flush();
    }
}
