package io.tidemark.connectors.fix;

import java.util.Optional;
import quickfix.SessionSettings;

/** A door's home, opened: what it keeps there, which sessions are its own, and who looks after those that are shared. */
final class Home implements AutoCloseable {
    /** Reports of a firm that is away, before they go into its message store. */
    private static final int MOST_WAITING = 10_000;

    private final Keeping keeping;
    private final Custody custody;
    private final Optional<Shared> shared;

    private record Shared(SharedTables tables, SharedCustody custody) {}

    private Home(Keeping keeping, Custody custody, Optional<Shared> shared) {
        this.keeping = keeping;
        this.custody = custody;
        this.shared = shared;
    }

    static Home of(FixHome home, SessionSettings settings) {
        if (home instanceof FixHome.Directory directory) {
            return new Home(new FileKeeping(directory.path(), settings), Custody.alone(), Optional.empty());
        }
        FixHome.Shared place = (FixHome.Shared) home;
        SharedTables tables = new SharedTables(place.database());
        SharedCustody custody = new SharedCustody(tables, place.duties(), place.address());
        return new Home(new SharedKeeping(tables, custody), custody, Optional.of(new Shared(tables, custody)));
    }

    Keeping keeping() {
        return keeping;
    }

    Custody custody() {
        return custody;
    }

    /** How many reports may wait for a firm that is away; where another door may have it, none is stored from here. */
    int mostWaiting() {
        return shared.isPresent() ? Integer.MAX_VALUE : MOST_WAITING;
    }

    /** Who looks after the sessions that doors share; empty for a door that is alone. */
    Optional<Patrol> patrol(Firms firms, Patrol.Sessions sessions) {
        return shared.map(both -> new Patrol(both.tables(), both.custody(), firms, sessions));
    }

    @Override
    public void close() {
        shared.ifPresent(both -> both.custody().close());
    }
}
