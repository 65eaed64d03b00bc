package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What somebody finds who verifies a directory from outside: checksums, sequences, chains, segments, marks and the seal.
 * Nothing is changed and no lock is taken, so it may be a copy, or a directory that somebody writes to; then all that was
 * durable when the reading began is verified.
 *
 * @param inUse whether somebody has it open
 * @param firstOffset of the oldest record that is kept
 * @param nextOffset number of records ever, as far as was verified
 * @param segments how many files the records are in
 * @param tornBytes of a group that a crash interrupted before anybody was told of it; the next opening cuts them off
 * @param seal if it was sealed
 * @param pools by name
 */
public record VerifiedJournal(
        boolean inUse,
        long firstOffset,
        long nextOffset,
        int segments,
        long tornBytes,
        Optional<Seal> seal,
        List<History> pools) {
    private static final int ATTEMPTS = 5;

    /**
     * The records of a pool.
     *
     * @param records how many are kept
     * @param firstSequence the first that is kept; one behind the head's if none is
     * @param head where they end
     */
    public record History(long records, long firstSequence, PoolHead head) {}

    /** Is told what has been verified, in order. */
    public interface Witness {
        /** It begins; or begins again, because somebody released segments meanwhile: forget what was told. */
        default void begin() {}

        /** Where a pool ended before the oldest record that is kept. */
        default void released(PoolHead head) {}

        /** A record, and where its pool ends with it. */
        void verified(JournalEntry entry, PoolHead head);
    }

    /**
     * Verifies a directory.
     *
     * @throws JournalCorruptedException naming the first record that cannot be trusted
     * @throws JournalException if there is no journal, or it cannot be read
     */
    public static VerifiedJournal of(Path directory, Witness witness) {
        try {
            if (!Files.isDirectory(directory)
                    || (Segment.files(directory).isEmpty() && !Files.exists(DurableMark.file(directory)))) {
                throw new JournalException("there is no journal in " + directory);
            }
            for (int attempt = 1; ; attempt++) {
                boolean inUse = DirectoryLock.isHeld(directory);
                try {
                    return attempt(directory, inUse, witness);
                } catch (NoSuchFileException | JournalCorruptedException changing) {
                    // Segments may have been released under the reader, or somebody has only now begun to write.
                    if (!DirectoryLock.isHeld(directory) || attempt == ATTEMPTS) {
                        throw changing;
                    }
                }
            }
        } catch (IOException failed) {
            throw new JournalException("cannot read the journal in " + directory + ": " + failed, failed);
        }
    }

    private static VerifiedJournal attempt(Path directory, boolean inUse, Witness witness) throws IOException {
        Tally tally = new Tally(witness);
        OptionalLong limit = inUse ? DurableMark.read(directory) : OptionalLong.empty();
        Verification found =
                Verification.upTo(directory, limit.orElse(Long.MAX_VALUE), tally::released, tally::verified);
        Optional<Seal> seal = Seal.read(directory);
        seal.ifPresent(end -> check(end, found, directory));
        long first = found.segments().isEmpty()
                ? found.offset()
                : found.segments().get(0).firstOffset();
        return new VerifiedJournal(
                inUse,
                first,
                found.offset(),
                found.segments().size(),
                inUse || found.last().isEmpty() ? 0 : found.end() - found.position(),
                seal,
                tally.histories());
    }

    private static void check(Seal seal, Verification found, Path directory) {
        seal.heads().forEach(head -> {
            PoolHead here =
                    found.tails().getOrDefault(head.pool(), PoolTail.none()).head(head.pool());
            if (here.sequence() != head.sequence() || !here.chain().equals(head.chain())) {
                throw new JournalCorruptedException(
                        Seal.file(directory),
                        0,
                        seal.offset(),
                        Optional.of(new FirstBad(head.pool(), Math.min(here.sequence(), head.sequence()) + 1)),
                        "the seal says that the pool ended at sequence " + head.sequence() + ", and it ends at "
                                + here.sequence());
            }
        });
    }

    /** Counts while it passes on. */
    private static final class Tally {
        private final Witness witness;
        private final Map<String, History> pools = new TreeMap<>();

        Tally(Witness witness) {
            this.witness = witness;
            witness.begin();
        }

        void released(PoolHead head) {
            pools.put(head.pool(), new History(0, head.sequence() + 1, head));
            witness.released(head);
        }

        void verified(Frame frame) {
            JournalRecord record = frame.record();
            PoolHead head = new PoolTail(record.epoch(), record.lastSequence(), frame.link()).head(record.pool());
            History before = pools.getOrDefault(record.pool(), new History(0, record.firstSequence(), head));
            pools.put(record.pool(), new History(before.records() + 1, before.firstSequence(), head));
            witness.verified(new JournalEntry(frame.offset(), record), head);
        }

        List<History> histories() {
            return new ArrayList<>(pools.values());
        }
    }
}
