package io.tidemark.exchange.journal;

import java.nio.file.Path;

/** The directory was sealed: its market went on elsewhere, and two that go on would contradict each other. */
public final class JournalSealedException extends JournalException {
    private static final long serialVersionUID = 1;

    JournalSealedException(Path directory, Path seal) {
        super("the journal in " + directory + " was sealed: its market moved into a cluster, so start that one; "
                + seal.getFileName() + " in it says where each pool ended");
    }
}
