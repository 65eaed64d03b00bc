package io.tidemark.connectors.bench.durable;

import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.pool.Reply;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a pool has acknowledged, kept by whoever was told: the answer to each sequence, in a few bytes. */
final class Acknowledged {
    private static final int FIRST_ROOM = 1 << 20;

    private final Map<PoolId, Prints> pools = new TreeMap<>();

    /** A print of the answer to each sequence; 0 where there was none. */
    private static final class Prints {
        private int[] bySequence = new int[FIRST_ROOM];
        private long count;

        synchronized void add(long sequence, Reply reply) {
            int at = Math.toIntExact(sequence);
            if (at >= bySequence.length) {
                bySequence = Arrays.copyOf(bySequence, Math.max(at + 1, 2 * bySequence.length));
            }
            if (bySequence[at] != 0) {
                throw new IllegalStateException("sequence " + sequence + " was acknowledged twice");
            }
            bySequence[at] = print(reply);
            count++;
        }

        private static int print(Reply reply) {
            // Of a refusal the text is left out: to hash it would cost more than to make it.
            return (reply instanceof Reply.Refused refusal ? refusal.field().hashCode() : reply.hashCode()) | 1;
        }

        boolean has(LoggedCommand logged) {
            return logged.sequence() < bySequence.length
                    && bySequence[(int) logged.sequence()] == print(logged.reply());
        }
    }

    Acknowledged(Iterable<PoolId> pools) {
        pools.forEach(pool -> this.pools.put(pool, new Prints()));
    }

    void add(PoolId pool, Answer<Reply> answer) {
        of(pool).add(answer.sequence(), answer.value());
    }

    private Prints of(PoolId pool) {
        Prints prints = pools.get(pool);
        if (prints == null) {
            throw new IllegalArgumentException("no pool of the load: " + pool);
        }
        return prints;
    }

    long count() {
        return pools.values().stream().mapToLong(prints -> prints.count).sum();
    }

    /** How many of them a journal has, with the same answer. */
    long foundIn(Journal journal) {
        AtomicLong found = new AtomicLong();
        journal.recover(batch -> {
            Prints prints = of(PoolId.parse(batch.pool()));
            for (LoggedCommand logged : PoolLog.decode(batch)) {
                if (prints.has(logged)) {
                    found.incrementAndGet();
                }
            }
        });
        return found.get();
    }
}
