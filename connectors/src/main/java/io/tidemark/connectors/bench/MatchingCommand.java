package io.tidemark.connectors.bench;

import io.tidemark.simulations.bench.CommandStream;
import io.tidemark.simulations.bench.CommandStreamReader;
import io.tidemark.simulations.bench.MatchingBench;
import io.tidemark.simulations.bench.RestingLine;
import io.tidemark.simulations.bench.StreamFormatException;
import io.tidemark.simulations.bench.TradeLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "matching",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replays a stream of commands through the engine: what a command costs, and what came of the stream.",
            "",
            "The file has a line #n=<commands>,fill=<prefill>, a line op,symbol,orderId,uid,side,type,price,size and then"
                    + " a command a line: P places an order (side B or S; type G rests, I trades at once or never, F"
                    + " is skipped), M moves it to another price, R takes lots off it, C cancels it. It may be packed"
                    + " with gzip (.gz) or xz (.xz).",
            "",
            "Each symbol is an hour of one pool and each user an account with the titles and the cash that it needs."
                    + " A first pass gives trades and hashes; the others are timed, each on a new engine, after its"
                    + " prefill and a collection of garbage.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was measured",
            "1:a file cannot be read or written",
            "2:the stream of commands or an option is wrong"
        },
        footer = {
            "",
            "tradeHash is FNV-1a over index, taker, maker, price and size of every trade; finalBookHash is over symbol,"
                    + " side (0 sell, 1 buy), price, order, user and lots left of all that rests, eight bytes each, the"
                    + " least significant first. Another engine's can be compared with them.",
            "",
            "Examples:",
            "  tidemark bench matching --commands single-1m.cmds.csv.gz --passes 5",
            "  tidemark bench matching --commands multi-3m.cmds.csv.xz --trades trades.csv.gz"
        })
final class MatchingCommand implements Callable<Integer> {
    private static final int MOST_PASSES = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--commands",
            required = true,
            paramLabel = "FILE",
            description = "the stream: .csv, .csv.gz or .csv.xz")
    private Path commands = Path.of("");

    @Option(
            names = "--passes",
            paramLabel = "N",
            description = "timed passes, of which the middle one is told; default: 5")
    private int passes = 5;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "passes before them that let the compiler do its work; default: 6")
    private int warmUp = 6;

    @Option(
            names = "--remember",
            description = "remember ended orders and their ids for a day, as a live pool does and other books do not")
    private boolean remember;

    @Option(names = "--trades", paramLabel = "FILE", description = "write every trade there (.csv or .csv.gz)")
    private @Nullable Path trades;

    @Option(names = "--final", paramLabel = "FILE", description = "write what rests in the end there (.csv or .csv.gz)")
    private @Nullable Path book;

    @Option(names = "--no-progress", description = "show no progress")
    private boolean noProgress;

    @Override
    public Integer call() {
        Range.require(spec, "--passes", passes, 0, MOST_PASSES);
        Range.require(spec, "--warmup", warmUp, 0, MOST_PASSES);
        PrintWriter err = spec.commandLine().getErr();
        CommandStream stream;
        try (BufferedReader reader = Packed.reader(commands)) {
            stream = CommandStreamReader.read(reader);
        } catch (StreamFormatException malformed) {
            err.println("tidemark: " + commands + ":" + malformed.getMessage());
            return BenchCommand.BAD_INPUT;
        } catch (NoSuchFileException absent) {
            err.println("tidemark: there is no file " + commands);
            return BenchCommand.FAILED;
        } catch (IOException unreadable) {
            err.println("tidemark: " + commands + " cannot be read: " + unreadable);
            return BenchCommand.FAILED;
        }
        try {
            MatchingBench.Result result = played(stream);
            if (book != null) {
                try (PrintWriter lines = Packed.writer(book)) {
                    lines.println(RestingLine.HEADER);
                    result.book().forEach(lines::println);
                    requireWritten(lines, book);
                }
            }
            say(stream, result);
            return BenchCommand.OK;
        } catch (IOException unwritable) {
            err.println("tidemark: it cannot be written: " + unwritable.getMessage());
            return BenchCommand.FAILED;
        }
    }

    private MatchingBench.Result played(CommandStream stream) throws IOException {
        long steps = (long) stream.size() * (1L + warmUp + passes);
        try (Bar bar = Bar.of("matching", steps, !noProgress)) {
            MatchingBench bench = new MatchingBench(stream, remember, new MachineClocks(), bar);
            if (trades == null) {
                return bench.run(warmUp, passes, trade -> {});
            }
            try (PrintWriter lines = Packed.writer(trades)) {
                lines.println(TradeLine.HEADER);
                Consumer<TradeLine> write = lines::println;
                MatchingBench.Result result = bench.run(warmUp, passes, write);
                requireWritten(lines, trades);
                return result;
            }
        }
    }

    private static void requireWritten(PrintWriter lines, Path file) throws IOException {
        if (lines.checkError()) {
            throw new IOException(file.toString());
        }
    }

    private void say(CommandStream stream, MatchingBench.Result result) {
        Line.of()
                .with("file", String.valueOf(commands.getFileName()))
                .with("commands", stream.size())
                .with("skipped", stream.skipped())
                .with("refused", result.refused())
                .with("trades", result.trades())
                .with("volume", result.volume())
                .with("tradeHash", result.tradeHash())
                .with("finalOrders", result.book().size())
                .with("finalBookHash", result.bookHash())
                .with("cpuNsPerCommand", result.medianNanos(), 1)
                .with("passes", passes)
                .print(spec.commandLine().getOut());
    }
}
