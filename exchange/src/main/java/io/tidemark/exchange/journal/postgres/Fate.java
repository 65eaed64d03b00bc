package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.FencedException;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.postgres.Flush.Part;
import java.util.Arrays;

/** What became of a pool's records in a flush whose answer did not come, or did not take them. */
enum Fate {
    /** They are in the journal. */
    DURABLE,
    /** The head is where it was before them: they may be sent again. */
    AGAIN,
    /** Another owner has the pool, and they are not in the journal. */
    FENCED,
    /** The server's head is nowhere this member knows of. */
    CONTRADICTED;

    static Fate of(Part part, Tables.Head head) {
        if (Arrays.equals(head.found(), part.after().link())) {
            return DURABLE;
        }
        if (head.released()) {
            return CONTRADICTED;
        }
        // Under a higher epoch they cannot become durable any more, whatever a forgotten server process does.
        if (head.epoch() > part.tenure().epoch()) {
            return head.tail().sequence() >= part.before().sequence() ? FENCED : CONTRADICTED;
        }
        boolean unmoved = head.epoch() == part.tenure().epoch()
                && head.tail().sequence() == part.before().sequence()
                && Arrays.equals(head.tail().link(), part.before().link());
        return unmoved ? AGAIN : CONTRADICTED;
    }

    /** What listeners are told of a pool that is not written any more. */
    static RuntimeException why(Part part, Tables.Head head) {
        Tenure tenure = part.tenure();
        return of(part, head) == FENCED
                ? new FencedException(tenure.pool(), tenure.epoch(), head.epoch())
                : new JournalException("pool " + tenure.pool() + " ends at sequence "
                        + head.tail().sequence() + " in epoch " + head.epoch() + " at the server, and at "
                        + part.before().sequence() + " in epoch " + tenure.epoch()
                        + " in what it acknowledged: it has lost records or somebody else wrote; compare it with the"
                        + " snapshots before the pool is opened again");
    }
}
