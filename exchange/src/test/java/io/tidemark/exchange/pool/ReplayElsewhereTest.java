package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.RandomHistory.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same log in another process gives the same events and the same state: whatever compiles the code, collects its
 * garbage or numbers its objects, and wherever on earth it believes to be.
 */
class ReplayElsewhereTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final int LOGS = 3;
    private static final int COMMANDS = 150;
    private static final String SAYS = "came to ";

    @TempDir
    static Path directory;

    private static String here = "";

    /** Plays the days, and writes down what went in. */
    @BeforeAll
    static void play() throws IOException {
        MessageDigest digest = sha256();
        for (int log = 0; log < LOGS; log++) {
            RandomHistory history = RandomHistory.play(6_001 + log, COMMANDS);
            List<LoggedCommand> commands = new ArrayList<>();
            for (int i = 0; i < history.steps().size(); i++) {
                Step step = history.steps().get(i);
                commands.add(logged(
                        step.time(),
                        step.draw(),
                        step.command(),
                        history.outcomes().get(i)));
            }
            Files.write(directory.resolve(log + ".log"), PoolLog.encode(commands));
            digest(digest, commands, history.engine());
        }
        here = HexFormat.of().formatHex(digest.digest());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "-Xint",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UseParallelGC",
                "-XX:+UseG1GC",
                "-XX:+UseZGC",
                // Every object has the same identity hash: an order that came from one would be another.
                "-XX:+UnlockExperimentalVMOptions -XX:hashCode=2",
                "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kathmandu",
                "-Duser.language=ar -Duser.country=EG -Dfile.encoding=UTF-16 -Duser.timezone=America/St_Johns"
            })
    void theSameLogComesToTheSame(String options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        command.add(directory.toString());
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        int code = child.waitFor();
        // Of a machine that will not start so there is nothing to say; the report shows it as skipped, and why.
        Assumptions.assumeFalse(
                said.contains("Could not create the Java Virtual Machine"),
                "no Java here with " + options + ": " + said);
        assertThat(code).as(said).isZero();
        assertThat(said.lines().filter(line -> line.startsWith(SAYS))).containsExactly(SAYS + here);
    }

    /** Replays every log and says what it came to. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            MessageDigest digest = sha256();
            for (int log = 0; log < LOGS; log++) {
                PoolEngine engine = new PoolEngine(POOL);
                List<LoggedCommand> again = new ArrayList<>();
                for (LoggedCommand step : PoolLog.decode(Files.readAllBytes(Path.of(arguments[0], log + ".log")))) {
                    Outcome outcome = engine.apply(step.time(), step.draw(), step.command());
                    again.add(logged(step.time(), step.draw(), step.command(), outcome));
                }
                digest(digest, again, engine);
            }
            // One byte for a letter, whatever the encoding of this machine is.
            byte[] line = (SAYS + HexFormat.of().formatHex(digest.digest()) + "\n").getBytes(StandardCharsets.US_ASCII);
            System.out.write(line);
            System.out.flush();
        }
    }

    private static LoggedCommand logged(long time, long draw, Command command, Outcome outcome) {
        return new LoggedCommand(outcome.sequence(), time, draw, command, outcome.reply(), outcome.events());
    }

    private static void digest(MessageDigest digest, List<LoggedCommand> commands, PoolEngine engine) {
        digest.update(PoolLog.encode(commands));
        digest.update(Long.toString(engine.stateHash()).getBytes(StandardCharsets.US_ASCII));
        digest.update(Long.toString(engine.time()).getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
