package io.tidemark.exchange.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the system that faults are made with. */
final class Tools {
    static final String HOW = "; '.ci/faults' installs what is missing on Debian, as root";

    private Tools() {}

    /** Runs a command to its end and gives what it said; throws if it fails. */
    static String run(String... command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(List.of(command) + " failed: " + said.strip());
            }
            return said;
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }
}
