package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.CashDesk;
import io.tidemark.connectors.rest.TransferReusedException;
import io.tidemark.fleet.ledger.KeyConflictException;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.Statement;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The ledger, as the door shows it. */
final class Cash implements CashDesk {
    private final Ledger ledger;
    private final Supplier<List<String>> imbalances;

    Cash(Ledger ledger, Supplier<List<String>> imbalances) {
        this.ledger = ledger;
        this.imbalances = imbalances;
    }

    @Override
    public List<String> imbalances() {
        return imbalances.get();
    }

    @Override
    public long home(long account) {
        return ledger.home(account);
    }

    @Override
    public void deposit(long account, long amount, String key) {
        try {
            ledger.deposit(account, amount, key);
        } catch (KeyConflictException another) {
            throw new TransferReusedException(key);
        }
    }

    @Override
    public StatementPage statement(long account, long after, int limit) {
        Statement statement = ledger.dealings(account, after, limit);
        return new StatementPage(
                statement.lines().stream()
                        .map(line -> new Line(line.transfer(), line.at(), line.kind(), line.amount(), line.balance()))
                        .toList(),
                statement.lines().size() < limit ? OptionalLong.empty() : OptionalLong.of(statement.after()));
    }
}
