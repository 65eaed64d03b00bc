package io.tidemark.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another Java process with the classes of this one. */
public final class ChildJvm {
    private ChildJvm() {}

    /** What a process that was killed with -9, or halts as if it were, exits with. */
    public static final int KILLED = 137;

    /**
     * Waits for the end of a child, which may be a kill; gives the exit code.
     *
     * @param killAfterMs kills it after so many milliseconds, unless it has ended by then; 0 for never
     */
    public static int exitCode(Process child, int killAfterMs, Duration patience) throws InterruptedException {
        if (killAfterMs > 0 && !child.waitFor(killAfterMs, TimeUnit.MILLISECONDS)) {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
                .as("the child ends")
                .isTrue();
        assertThat(child.exitValue()).isIn(0, KILLED);
        return child.exitValue();
    }

    /** Starts a main class; what it says on its error output is lost, unless a property asks for it. */
    public static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(
                        Boolean.getBoolean("child.errors")
                                ? ProcessBuilder.Redirect.INHERIT
                                : ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
