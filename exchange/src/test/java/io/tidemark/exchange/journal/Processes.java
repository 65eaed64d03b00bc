package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Other Java processes with the classes of this one. */
public final class Processes {
    private Processes() {}

    /** Starts a main class; what it says on its error output is lost. */
    public static Process java(Class<?> main, String... arguments) throws IOException {
        return java(List.of(), main, arguments);
    }

    /** The same behind other words, such as those of strace. */
    static Process java(List<String> before, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData", // Files of the virtual machine's own, whose system calls would be counted too.
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Stops a process where it is, and returns when none of its threads is within a system call any more. */
    static void stop(Process process) throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        if (new ProcessBuilder("kill", "-STOP", pid).start().waitFor() != 0) {
            throw new IOException("cannot stop process " + pid);
        }
        while (!isStopped(Path.of("/proc", pid, "task"))) {
            if (!process.isAlive()) {
                throw new IOException("process " + pid + " died before it was stopped");
            }
            Thread.sleep(1);
        }
    }

    private static boolean isStopped(Path tasks) throws IOException {
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }
}
