package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.postgres.Flush.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings flushes to the server, and finds out what became of one whose answer did not come.
 *
 * <p>Such a flush may have been committed, may be committed later by a server process that has not noticed the broken
 * connection, or may never be. So the heads are asked, as often as it takes, and the same records are sent again only if the
 * head is where it was before them. That is not the retry of a failed sync that nobody may do: there the kernel has forgotten
 * what it failed to write, here another process decides, and a head can be followed by one record only.
 */
final class Delivery {
    /** Hears of the records as soon as their fate is known, perhaps more than once. */
    interface Outcome {
        /** They are in the journal, at these offsets. */
        void durable(Flush taken, long[] offsets);

        /** They are not, or nobody can say; their pool is not written any more. */
        void ended(Flush lost, RuntimeException why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Line line;
    private final Outcome outcome;
    /** The offset of the next record, as far as this member has heard. */
    private final AtomicLong knownOffset = new AtomicLong();

    Delivery(Line line, Outcome outcome) {
        this.line = line;
        this.outcome = outcome;
    }

    long knownOffset() {
        return knownOffset.get();
    }

    /** Somebody has seen that so many records are durable. */
    void heardOf(long nextOffset) {
        knownOffset.accumulateAndGet(nextOffset, Math::max);
    }

    /**
     * Sends a flush. Gives back what the server did not take, whose pools are not where this member believes.
     *
     * @throws SQLException if no answer came
     */
    Flush send(Flush flush) throws SQLException {
        // Asked before: others may read these records before their answer is here.
        long known = knownOffset.get();
        Tables.Appended appended = line.ask(connection -> Tables.append(connection, flush));
        Set<Part> accepted = new HashSet<>();
        List<Part> parts = flush.parts();
        for (int i = 0; i < parts.size(); i++) {
            if (appended.accepted()[i]) {
                accepted.add(parts.get(i));
            }
        }
        if (!accepted.isEmpty()) {
            Flush taken = accepted.size() == parts.size() ? flush : flush.only(accepted::contains);
            requireNothingLost(appended.base(), known);
            told(
                    taken,
                    LongStream.range(
                                    appended.base(),
                                    appended.base() + taken.items().size())
                            .toArray());
        }
        return accepted.size() == parts.size() ? new Flush() : flush.only(part -> !accepted.contains(part));
    }

    private static void requireNothingLost(long base, long known) {
        if (base < known) {
            throw new JournalException("the server gave offset " + base + " again, after " + known
                    + " records were durable: it has lost some of them, as a standby that was not synchronous does; nothing"
                    + " more is written here, compare it with the snapshots");
        }
    }

    private void told(Flush taken, long[] offsets) {
        heardOf(LongStream.of(offsets).max().orElseThrow() + 1);
        for (Part part : taken.parts()) {
            part.tenure().advance(part.after());
        }
        outcome.durable(taken, offsets);
    }

    /**
     * Finds out what became of a flush. Gives back what is to be sent again.
     *
     * @throws SQLException if no answer came
     */
    Flush settle(Flush flush) throws SQLException {
        List<Part> parts = flush.parts();
        List<Tables.Head> heads = line.ask(connection -> Tables.settle(connection, parts));
        Set<Part> durable = new HashSet<>();
        Set<Part> again = new HashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            switch (Fate.of(part, heads.get(i))) {
                case DURABLE -> durable.add(part);
                case AGAIN -> again.add(part);
                case FENCED, CONTRADICTED -> end(flush, part, heads.get(i));
            }
        }
        if (!durable.isEmpty()) {
            Flush found = flush.only(durable::contains);
            told(found, offsets(found));
        }
        return flush.only(again::contains);
    }

    private void end(Flush flush, Part part, Tables.Head head) {
        RuntimeException why = Fate.why(part, head);
        LOG.warn("pool {} is not written any more: {}", part.tenure().pool(), why.getMessage());
        part.tenure().end(why);
        outcome.ended(flush.only(part::equals), why);
    }

    /** Where records lie that were found in the journal, in the order of appending. */
    private long[] offsets(Flush found) throws SQLException {
        Map<Part, List<Long>> lie = new HashMap<>();
        for (Part part : found.parts()) {
            lie.put(
                    part,
                    line.ask(connection -> Tables.offsets(
                            connection, part.tenure().pool(), part.firstSequence(), part.firstOfLast())));
            LOG.info(
                    "found pool {} up to sequence {} in the journal: the answer was lost, not the records",
                    part.tenure().pool(),
                    part.after().sequence());
        }
        if (lie.values().stream().mapToInt(List::size).sum() != found.items().size()) {
            throw new JournalException(
                    "of " + found.items().size() + " records that were written as one flush, there are not"
                            + " as many in the journal: it is damaged; read it from the start to find out where");
        }
        Map<Part, Iterator<Long>> rest = new HashMap<>();
        lie.forEach((part, offsets) -> rest.put(part, new ArrayList<>(offsets).iterator()));
        return found.items().stream()
                .mapToLong(item -> Objects.requireNonNull(rest.get(item.part())).next())
                .toArray();
    }
}
