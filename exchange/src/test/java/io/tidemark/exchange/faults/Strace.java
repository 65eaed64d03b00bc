package io.tidemark.exchange.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** System calls of another process that fail, kill or dawdle, by strace; and what it did, thread by thread. */
public final class Strace {
    private final Path logs;

    private Strace(Path logs) {
        this.logs = logs;
    }

    /** Skips the test, and says why, where system calls cannot be tampered with. */
    public static void assumeUsable() {
        String problem = "";
        try {
            Tools.run("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "inject=fdatasync:error=EIO", "true");
        } catch (IOException unusable) {
            problem = unusable.getMessage();
        }
        assumeTrue(problem.isEmpty(), "SKIPPED: injected faults need strace that may trace: " + problem + Tools.HOW);
    }

    /** Where the calls are written down, a file for each thread; a new directory each time. */
    public static Strace into(Path directory) throws IOException {
        return new Strace(Files.createTempDirectory(directory, "strace"));
    }

    /**
     * The words to put before a command.
     *
     * @param calls which are written down, with commas between
     * @param injections such as {@code fdatasync:error=EIO:when=3}; the count is of each thread
     */
    public List<String> before(String calls, String... injections) {
        List<String> words = new ArrayList<>(
                List.of("strace", "-ff", "-s", "24", "-e", "signal=none", "-o", logs.resolve("calls") + ""));
        // With it the other calls cost nothing; but strace 6.1 then forgets to send signals.
        if (Stream.of(injections).noneMatch(injection -> injection.contains("signal="))) {
            words.add("--seccomp-bpf");
        }
        words.addAll(List.of("-e", "trace=" + calls));
        for (String injection : injections) {
            words.addAll(List.of("-e", "inject=" + injection));
        }
        return words;
    }

    /** What each thread called, in its order. */
    public List<List<String>> threads() throws IOException {
        List<List<String>> threads = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.sorted().toList()) {
                threads.add(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
            }
        }
        return threads;
    }
}
