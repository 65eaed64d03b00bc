package io.tidemark.fleet.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.driver.ironic.IronicLab;
import io.tidemark.fleet.driver.prometheus.PrometheusLab;
import io.tidemark.fleet.driver.slurm.SlurmLab;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("lab")
class LabTest {
    private static final String UNTESTED = "whether tests that are killed leave daemons behind";
    private static final String READY = "all are up";

    @TempDir
    private Path temporary;

    @Test
    void testsThatAreKilledLeaveNoDaemonAndNoDirectoryBehind() throws IOException {
        for (String thing : List.of("ironic", "slurm", "prometheus")) {
            Lab.tree(thing, UNTESTED);
        }
        Process tests = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Labs.class.getName())
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(tests.getInputStream(), UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.equals(READY)) {
                said.append(line).append('\n');
                line = lines.readLine();
            }
            assertThat(line).as("%s", said).isEqualTo(READY);
            List<ProcessHandle> daemons = daemons();
            assertThat(daemons).hasSize(5).allMatch(ProcessHandle::isAlive);

            tests.destroyForcibly();

            Lab.until("no daemon is left", () -> daemons.stream().noneMatch(ProcessHandle::isAlive));
            Lab.until("no directory is left", () -> files().isEmpty());
        } finally {
            tests.destroyForcibly();
        }
    }

    private List<ProcessHandle> daemons() {
        return files().stream()
                .filter(file -> file.toString().endsWith(".pid"))
                .flatMap(file -> ProcessHandle.of(pid(file)).stream())
                .toList();
    }

    private static long pid(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(file -> file.toString().contains("tidemark-")).toList();
        } catch (IOException changing) {
            throw new UncheckedIOException(changing);
        } catch (UncheckedIOException changing) {
            // Something was removed while it was looked at.
            return List.of(temporary);
        }
    }

    /** Stands for tests that are killed in the middle of their work. */
    static final class Labs {
        private Labs() {}

        public static void main(String[] none) throws InterruptedException {
            IronicLab.start();
            SlurmLab.up(UNTESTED, 1, 0);
            PrometheusLab.up(UNTESTED);
            System.out.println(READY);
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
