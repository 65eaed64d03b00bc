package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.CashDesk;
import io.tidemark.connectors.rest.TransferReusedException;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.ledger.InsufficientFundsException;
import io.tidemark.fleet.ledger.KeyConflictException;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.Statement;
import io.tidemark.fleet.ledger.WalletTransfer;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The ledger, as the door shows it. */
final class Cash implements CashDesk {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_MILLIS = 10;

    private final Ledger ledger;
    private final WalletTransfers transfers;
    private final Supplier<List<String>> imbalances;

    Cash(Ledger ledger, WalletTransfers transfers, Supplier<List<String>> imbalances) {
        this.ledger = ledger;
        this.transfers = transfers;
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
    public boolean withdraw(long account, long amount, String key) {
        try {
            ledger.withdraw(account, amount, key);
            return true;
        } catch (InsufficientFundsException tooLittle) {
            return false;
        } catch (KeyConflictException another) {
            throw new TransferReusedException(key);
        }
    }

    @Override
    public Moved payIn(PoolId pool, long account, long amount, String key) {
        return moved(key, () -> transfers.request(account, pool, amount, key));
    }

    @Override
    public Moved payOut(PoolId pool, long account, long amount, String key) {
        return moved(key, () -> transfers.requestHome(account, pool, amount, key));
    }

    @Override
    public boolean knows(String key) {
        return transfers.find(key).isPresent();
    }

    /** Enters a transfer; settlement sends it, and the journal says what came of it. */
    private Moved moved(String key, Supplier<WalletTransfer> request) {
        WalletTransfer transfer;
        try {
            transfer = request.get();
        } catch (KeyConflictException another) {
            throw new TransferReusedException(key);
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (transfer.state() == WalletTransfer.State.PENDING && System.nanoTime() < deadline) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                break;
            }
            transfer = transfers.find(key).orElseThrow();
        }
        return switch (transfer.state()) {
            case POSTED -> new Moved(Outcome.DONE, "");
            case REFUSED -> new Moved(Outcome.REFUSED, transfer.problem());
            case PENDING -> new Moved(Outcome.UNKNOWN, "");
        };
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
