package io.tidemark.fleet.driver.ironic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.fleet.driver.BackendBusyException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archives that Ironic's conductors write when a cleaning has ended ({@code deploy_logs_collect = always}): the logs of
 * the ramdisk, with the records that the site's hardware manager keeps of its steps in {@code tidemark-sanitize.jsonl}.
 */
final class RamdiskLogs {
    private static final Logger LOG = LoggerFactory.getLogger(RamdiskLogs.class);

    private static final String RECORDS = "tidemark-sanitize.jsonl";
    private static final int LONGEST_RECORDS = 1 << 20;
    /** An epoch is asked for when it has just ended. */
    private static final int NEWEST = 8;

    private final Path directory;

    RamdiskLogs(Path directory) {
        this.directory = directory;
    }

    /**
     * What the records of one sanitizing say.
     *
     * @param records one for each step, as the hardware manager wrote it
     * @param hashes SHA-256 of each file of the archive, by the file's name without directories
     */
    record Evidence(List<JsonNode> records, Map<String, String> hashes) {}

    /**
     * What was collected of a sanitizing, from the newest archive that speaks of it.
     *
     * @throws BackendBusyException if the directory cannot be read
     */
    Optional<Evidence> find(String uuid, long epoch) {
        for (Path archive : newest(uuid)) {
            try {
                Evidence evidence = read(archive, uuid, epoch);
                if (!evidence.records().isEmpty()) {
                    return Optional.of(evidence);
                }
            } catch (IOException unreadable) {
                LOG.warn("{} proves nothing: {}", archive, unreadable.toString());
            }
        }
        return Optional.empty();
    }

    /** Ironic calls them {@code <uuid>_<name>_cleaning_<time>.tar.gz}, so their names are in the order of time. */
    private List<Path> newest(String uuid) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> isOfCleaning(file.getFileName().toString(), uuid))
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .limit(NEWEST)
                    .toList();
        } catch (IOException unreadable) {
            throw new BackendBusyException("the ramdisk logs cannot be read: " + unreadable, unreadable);
        }
    }

    private static boolean isOfCleaning(String file, String uuid) {
        return file.startsWith(uuid + "_") && file.contains("_cleaning_") && file.endsWith(".tar.gz");
    }

    private static Evidence read(Path archive, String uuid, long epoch) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        Map<String, String> hashes = new HashMap<>();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (name.equals(RECORDS)) {
                    String lines = new String(tar.readNBytes(LONGEST_RECORDS), UTF_8);
                    for (String line :
                            lines.lines().filter(text -> !text.isBlank()).toList()) {
                        JsonNode record = IronicApi.JSON.readTree(line);
                        if (record.path("epoch").asLong() == epoch
                                && record.path("node").asText().equals(uuid)) {
                            records.add(record);
                        }
                    }
                } else if (entry.isFile()) {
                    hashes.put(name, sha256(tar));
                }
            }
        }
        return new Evidence(List.copyOf(records), Map.copyOf(hashes));
    }

    private static String sha256(InputStream content) throws IOException {
        try {
            DigestInputStream digesting = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"));
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
