package io.tidemark.fleet.driver.ironic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.fleet.driver.BackendBusyException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
    private static final String UUID = "8e9b56cd-8bb6-4b88-a883-e20ed72bec3f";

    @TempDir
    Path directory;

    private RamdiskLogs logs() {
        return new RamdiskLogs(directory);
    }

    @Test
    void theNewestArchiveThatSpeaksOfASanitizingCounts() throws IOException {
        archive("2026-11-22-07-00-00", Map.of("tidemark-sanitize.jsonl", record(4, "old")));
        archive("2026-11-22-08-00-00", Map.of("tidemark-sanitize.jsonl", record(4, "new"), "a.log", "abc"));
        archive("2026-11-22-09-00-00", Map.of("tidemark-sanitize.jsonl", record(5, "another")));

        RamdiskLogs.Evidence evidence = logs().find(UUID, 4).orElseThrow();

        assertThat(evidence.records())
                .extracting(record -> record.get("step").asText())
                .containsExactly("new");
        // SHA-256 of "abc", from FIPS 180-4.
        assertThat(evidence.hashes())
                .containsEntry("a.log", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(logs().find(UUID, 6)).isEmpty();
    }

    @Test
    void whatIsOfAnotherNodeOrCannotBeReadProvesNothing() throws IOException {
        archive(
                "2026-11-22-07-00-00",
                Map.of("tidemark-sanitize.jsonl", record(4, "step").replace(UUID, "another-node")));
        archive("2026-11-22-08-00-00", Map.of("tidemark-sanitize.jsonl", "{not json"));
        Files.writeString(directory.resolve(UUID + "_n_cleaning_2026-11-22-09-00-00.tar.gz"), "half written");
        Files.writeString(directory.resolve(UUID + "_n_cleaning_2026-11-22-10-00-00.tar.gz"), "");

        assertThat(logs().find(UUID, 4)).isEmpty();
    }

    @Test
    void aDirectoryThatIsAwayIsNoProofAndNoFailureEither() {
        RamdiskLogs away = new RamdiskLogs(directory.resolve("not-mounted"));

        assertThatThrownBy(() -> away.find(UUID, 4)).isInstanceOf(BackendBusyException.class);
    }

    private static String record(long epoch, String step) {
        return "{\"epoch\": " + epoch + ", \"node\": \"" + UUID + "\", \"step\": \"" + step + "\"}\n";
    }

    private void archive(String time, Map<String, String> members) throws IOException {
        Path file = directory.resolve(UUID + "_n_cleaning_" + time + ".tar.gz");
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            for (Map.Entry<String, String> member : new TreeMap<>(members).entrySet()) {
                byte[] content = member.getValue().getBytes(UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry("var/log/" + member.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
    }
}
