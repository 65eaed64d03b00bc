package io.tidemark.exchange.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.journal.Disk;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.snapshot.SnapshotFile.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSnapshotsTest {
    private static final String POOL = "B200X8.PRN1";

    @TempDir
    private Path directory;

    private FileSnapshots snapshots;

    @BeforeEach
    void open() {
        snapshots = FileSnapshots.open(directory);
    }

    private static StoredSnapshot at(String pool, long sequence) {
        SplittableRandom random = new SplittableRandom(sequence);
        byte[] chain = new byte[32];
        byte[] state = new byte[60];
        random.nextBytes(chain);
        random.nextBytes(state);
        PoolHead head = new PoolHead(pool, 3, sequence, HexFormat.of().formatHex(chain));
        return new StoredSnapshot(head, sequence * 2, 1_763_700_000_000L, random.nextLong(), state);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private Path newest() throws IOException {
        List<Path> files = files();
        return files.get(files.size() - 1);
    }

    @Test
    void whatWasSavedIsThereForWhoeverOpensTheDirectoryNext() {
        snapshots.save(at(POOL, 7));
        snapshots.save(at(POOL, 1_000_000));
        snapshots.save(at(POOL, 80));
        snapshots.save(at("GB200R64.HYP1", 5));
        FileSnapshots again = FileSnapshots.open(directory);
        assertThat(again.newestFirst(POOL)).containsExactly(at(POOL, 1_000_000), at(POOL, 80), at(POOL, 7));
        assertThat(again.pools()).containsExactly(POOL, "GB200R64.HYP1");
        assertThat(again.newestFirst("none")).isEmpty();
    }

    @Test
    void ofTwoAtOneSequenceTheOneFurtherOnInTheJournalIsNewer() {
        StoredSnapshot early = at(POOL, 7);
        StoredSnapshot late = new StoredSnapshot(early.head(), 900, early.time(), early.stateHash(), early.state());
        snapshots.save(late);
        snapshots.save(early);
        assertThat(snapshots.newestFirst(POOL)).containsExactly(late, early);
    }

    @Test
    void aFileCutOffAtAnyByteIsPassedOverForTheOneBefore() throws IOException {
        snapshots.save(at(POOL, 1));
        snapshots.save(at(POOL, 2));
        byte[] whole = Files.readAllBytes(newest());
        for (int length = 0; length < whole.length; length++) {
            Files.write(newest(), Arrays.copyOf(whole, length));
            assertThat(snapshots.newestFirst(POOL)).as("cut at %d", length).containsExactly(at(POOL, 1));
        }
        Files.write(newest(), Arrays.copyOf(whole, whole.length + 1));
        assertThat(snapshots.newestFirst(POOL)).containsExactly(at(POOL, 1));
        Files.write(newest(), whole);
        assertThat(snapshots.newestFirst(POOL)).hasSize(2);
    }

    @Test
    void everyFlippedBitIsNoticed() throws DamagedException {
        byte[] whole = SnapshotFile.encode(at(POOL, 1)).array();
        assertThat(SnapshotFile.decode(whole)).isEqualTo(at(POOL, 1));
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> SnapshotFile.decode(flipped))
                    .as("bit %d", bit)
                    .isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void aSnapshotUnderAnothersNameIsPassedOver() throws IOException {
        snapshots.save(at(POOL, 1));
        Path other = directory.resolve(newest().getFileName().toString().replace(POOL, "H100X8.PRN1"));
        Files.copy(newest(), other);
        assertThat(snapshots.newestFirst("H100X8.PRN1")).isEmpty();
        assertThat(snapshots.newestFirst(POOL)).hasSize(1);
    }

    @Test
    void aPoolWhoseNameIsAPathIsRefused() {
        assertThatThrownBy(() -> snapshots.save(at("../../etc/passwd", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../../etc/passwd");
    }

    @Test
    void pruningKeepsTheNewestWholeOnesAndTouchesNothingElse() throws IOException {
        for (long sequence = 1; sequence <= 6; sequence++) {
            snapshots.save(at(POOL, sequence));
        }
        snapshots.save(at("GB200R64.HYP1", 5));
        Files.writeString(directory.resolve("notes.txt"), "not ours");
        List<Path> ofPool = files().stream()
                .filter(file -> file.getFileName().toString().startsWith(POOL))
                .toList();
        Path damaged = ofPool.get(5);
        Files.write(damaged, new byte[] {1, 2, 3});
        Path oldDamaged = ofPool.get(0);
        Files.write(oldDamaged, new byte[0]);
        FileSnapshots again = FileSnapshots.open(directory);
        again.prune(2);
        assertThat(again.newestFirst(POOL)).containsExactly(at(POOL, 5), at(POOL, 4));
        assertThat(again.newestFirst("GB200R64.HYP1")).hasSize(1);
        assertThat(files())
                .contains(damaged, oldDamaged, directory.resolve("notes.txt"))
                .hasSize(6);
        assertThatThrownBy(() -> again.prune(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatACrashLeftUnfinishedIsClearedAwayAndNothingElse() throws IOException {
        snapshots.save(at(POOL, 1));
        Path unfinished = directory.resolve(
                at(POOL, 2).head().pool() + "-0000000000000000002-0000000000000000004" + ".snapshot.unfinished");
        Files.write(unfinished, new byte[10]);
        Path foreign = Files.write(directory.resolve("letter.unfinished"), new byte[1]);
        assertThat(FileSnapshots.open(directory).newestFirst(POOL)).containsExactly(at(POOL, 1));
        assertThat(unfinished).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void aFullDiskLosesNothingAndPruningMakesRoomAgain() throws IOException {
        SmallDisk disk = new SmallDisk();
        FileSnapshots small = FileSnapshots.open(directory, disk);
        small.save(at(POOL, 1));
        small.save(at(POOL, 2));
        disk.full = true;
        assertThatThrownBy(() -> small.save(at(POOL, 3)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("the ones before are kept");
        assertThat(small.newestFirst(POOL)).containsExactly(at(POOL, 2), at(POOL, 1));
        assertThat(files()).as("what was half written gives its room back").hasSize(2);
        small.prune(1);
        assertThat(files()).hasSize(1);
        disk.full = false;
        small.save(at(POOL, 3));
        assertThat(small.newestFirst(POOL)).containsExactly(at(POOL, 3), at(POOL, 2));
    }

    @Test
    void whatCannotBeSyncedIsNotKept() throws IOException {
        SmallDisk disk = new SmallDisk();
        FileSnapshots small = FileSnapshots.open(directory, disk);
        disk.broken = true;
        assertThatThrownBy(() -> small.save(at(POOL, 1))).hasMessageContaining("Input/output error");
        assertThat(files()).isEmpty();
        assertThat(disk.syncsOfFiles).isEqualTo(1);
    }

    @Test
    void theFileIsOnTheDiskBeforeItsNameAndTheNameBeforeItReturns() {
        SmallDisk disk = new SmallDisk();
        FileSnapshots small = FileSnapshots.open(directory, disk);
        disk.said.setLength(0);
        small.save(at(POOL, 1));
        assertThat(disk.said).hasToString("write;sync of 0 names;close;names of 1;");
    }

    /** A disk that fails on request, and says what it was asked and how many snapshots had a name then. */
    private final class SmallDisk implements Disk {
        private final StringBuilder said = new StringBuilder();
        private boolean full;
        private boolean broken;
        private int syncsOfFiles;

        private long names() throws IOException {
            return files().stream()
                    .filter(file -> file.toString().endsWith(SnapshotFile.SUFFIX))
                    .count();
        }

        @Override
        public Handle open(Path file) throws IOException {
            Handle real = LOCAL.open(file);
            return new Handle() {
                @Override
                public void write(ByteBuffer from, long position) throws IOException {
                    said.append("write;");
                    if (full) {
                        // As a disk does that is full in the middle of it.
                        real.write(from.limit(from.limit() / 2), position);
                        throw new IOException("No space left on device");
                    }
                    real.write(from, position);
                }

                @Override
                public void sync() throws IOException {
                    syncsOfFiles++;
                    if (broken) {
                        throw new IOException("Input/output error");
                    }
                    real.sync();
                    said.append("sync of ").append(names()).append(" names;");
                }

                @Override
                public void close() throws IOException {
                    said.append("close;");
                    real.close();
                }
            };
        }

        @Override
        public void syncDirectory(Path synced) throws IOException {
            LOCAL.syncDirectory(synced);
            said.append("names of ").append(names()).append(';');
        }
    }
}
