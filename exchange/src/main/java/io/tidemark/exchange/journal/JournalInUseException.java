package io.tidemark.exchange.journal;

import java.nio.file.Path;

/** Another opener has the directory: two writers would destroy each other's records. */
public final class JournalInUseException extends JournalException {
    JournalInUseException(Path directory, String holder) {
        super("the journal in " + directory + " is in use by " + holder
                + "; stop that one first, or start this one with another data directory");
    }
}
