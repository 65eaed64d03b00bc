package io.tidemark.fleet.ledger;

import io.tidemark.fleet.database.Database;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lets tests of other packages in where only tests may go. */
public final class Transfers {
    private Transfers() {}

    public static WalletTransfers withKillPoint(
            Database database, Ledger ledger, LongSupplier clock, long resendMs, Consumer<String> killPoint) {
        return new WalletTransfers(database, ledger, clock, resendMs, killPoint);
    }
}
