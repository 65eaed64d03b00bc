package io.tidemark.fleet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.DatabaseException;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.ledger.Transfer.Draft;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Double entry: what the books promise, and what the database itself refuses. */
class LedgerTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long ANNA = 17;
    private static final long BEN = 18;

    private final AtomicLong clock = new AtomicLong(1_000);
    private TestServer.Place place;
    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() {
        place = TestServer.newDatabase();
        database = place.open();
        ledger = new Ledger(database, clock::get);
    }

    @AfterEach
    void close() {
        assertThat(ledger.sweep().problems()).isEmpty();
        database.close();
    }

    @Test
    void aDepositTwiceIsADepositOnce() {
        ledger.deposit(ANNA, 100, "d1");
        ledger.deposit(ANNA, 100, "d1");
        assertThat(ledger.home(ANNA)).isEqualTo(100);
        assertThat(ledger.balance(AccountCode.OUTSIDE)).isEqualTo(-100);
        assertThat(ledger.sweep().transfers()).isEqualTo(1);
    }

    @Test
    void oneKeyForTwoThingsIsRefused() {
        ledger.deposit(ANNA, 100, "d1");
        assertThatThrownBy(() -> ledger.deposit(ANNA, 101, "d1")).isInstanceOf(KeyConflictException.class);
        assertThatThrownBy(() -> ledger.deposit(BEN, 100, "d1")).isInstanceOf(KeyConflictException.class);
        assertThat(ledger.home(BEN)).isZero();
    }

    @Test
    void nobodyTakesMoreThanThereIs() {
        ledger.deposit(ANNA, 100, "d1");
        assertThatThrownBy(() -> ledger.withdraw(ANNA, 101, "w1")).isInstanceOf(InsufficientFundsException.class);
        ledger.withdraw(ANNA, 100, "w2");
        assertThat(ledger.home(ANNA)).isZero();
        assertThat(ledger.sweep().transfers()).isEqualTo(2);
    }

    @Test
    void amountsAreAboveZero() {
        assertThatThrownBy(() -> ledger.deposit(ANNA, 0, "d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.withdraw(ANNA, -1, "w")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatDoesNotAddUpIsNoTransfer() {
        Draft draft = new Draft("k", "test", 0).with(AccountCode.home(ANNA), 5);
        assertThatThrownBy(draft::single).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(draft.with(AccountCode.home(BEN), -4)::single).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStatementIsPagedAndItsLinesAddUp() {
        for (int i = 1; i <= 7; i++) {
            clock.set(i);
            ledger.deposit(ANNA, i, "d" + i);
            ledger.deposit(BEN, 1, "b" + i);
        }
        ledger.withdraw(ANNA, 8, "w");
        Statement first = ledger.statement(AccountCode.home(ANNA), 0, 5);
        Statement second = ledger.statement(AccountCode.home(ANNA), first.after(), 5);
        assertThat(first.openingBalance()).isZero();
        assertThat(first.lines()).extracting(Statement.Line::balance).containsExactly(1L, 3L, 6L, 10L, 15L);
        assertThat(second.openingBalance()).isEqualTo(15);
        assertThat(second.lines()).extracting(Statement.Line::amount).containsExactly(6L, 7L, -8L);
        assertThat(second.lines()).extracting(Statement.Line::kind).endsWith("withdrawal");
        assertThat(second.lines().get(2).balance()).isEqualTo(ledger.home(ANNA));
        assertThat(ledger.statement(AccountCode.home(ANNA), second.after(), 5).lines())
                .isEmpty();
        assertThat(ledger.statement(AccountCode.home(99), 0, 5).lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE transfer SET kind = 'other'",
                "DELETE FROM transfer",
                "TRUNCATE transfer CASCADE",
                "UPDATE posting SET amount = 2 * amount",
                "DELETE FROM posting",
                "TRUNCATE posting",
                "DELETE FROM account",
                "UPDATE account SET may_overdraw = true"
            })
    void historyIsNotRewritten(String statement) {
        ledger.deposit(ANNA, 100, "d1");
        assertThatThrownBy(() -> database.inTransaction(transaction -> transaction.update(statement)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageMatching("(?s).*(permission denied|append-only).*");
        assertThat(ledger.home(ANNA)).isEqualTo(100);
    }

    @Test
    void historyIsNotRewrittenByWhoGaveItselfTheRightEither() throws Exception {
        ledger.deposit(ANNA, 100, "d1");
        try (var connection = DriverManager.getConnection(place.url(), place.user(), place.password());
                var statement = connection.createStatement()) {
            statement.execute("GRANT UPDATE, DELETE ON posting, transfer TO CURRENT_USER");
            assertThatThrownBy(() -> statement.execute("DELETE FROM posting")).hasMessageContaining("append-only");
            assertThatThrownBy(() -> statement.execute("UPDATE transfer SET at = 0"))
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void theDatabaseItselfRefusesWhatIsUnbalancedOrOverdrawn() {
        ledger.deposit(ANNA, 100, "d1");
        assertThatThrownBy(() -> database.inTransaction(transaction -> {
                    transaction.update(
                            "INSERT INTO transfer (idem_key, kind, phase, at) VALUES ('x', 'x', 'single', 0)");
                    return transaction.update("INSERT INTO posting SELECT t.id, 0, a.id, 5 FROM transfer t, account a"
                            + " WHERE idem_key = 'x' AND code = 'home:17'");
                }))
                .hasMessageContaining("do not add up to zero");
        assertThatThrownBy(() -> database.inTransaction(transaction -> transaction.update(
                        "UPDATE balance SET posted = -1 FROM account WHERE id = account_id AND code = 'home:17'")))
                .hasMessageContaining("balance_not_overdrawn");
    }

    @ParameterizedTest
    @CsvSource({"999, 1, no transfer 999", "1, 999, no account 999"})
    void theDatabaseItselfRefusesAPostingOfNothing(long transfer, long account, String problem) {
        ledger.deposit(ANNA, 100, "d1");
        assertThatThrownBy(() -> database.inTransaction(transaction -> transaction.update(
                        "INSERT INTO posting VALUES (?, 8, ?, 5), (?, 9, ?, -5)",
                        transfer,
                        account,
                        transfer,
                        account)))
                .hasMessageContaining(problem);
    }

    @Test
    void theSweepSeesABalanceThatDoesNotFollowItsPostings() {
        ledger.deposit(ANNA, 100, "d1");
        database.inTransaction(transaction -> transaction.update("UPDATE balance SET posted = posted + 1"));
        assertThat(ledger.sweep().problems())
                .containsExactlyInAnyOrder(
                        "home:17 has a balance of 101 and postings of 100",
                        "outside has a balance of -99 and postings of -100");
        database.inTransaction(transaction -> transaction.update("UPDATE balance SET posted = posted - 1"));
    }

    @Test
    void manyAtOnceNeitherLoseNorBlockEachOther() throws Exception {
        int accounts = 6;
        for (int i = 0; i < accounts; i++) {
            ledger.deposit(i, 1_000, "start" + i);
        }
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Long>> work = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                Random random = new Random(thread);
                int name = thread;
                work.add(() -> {
                    long refused = 0;
                    for (int i = 0; i < 60; i++) {
                        refused += move(random, "t" + name + "-" + i) ? 0 : 1;
                    }
                    return refused;
                });
            }
            for (Future<Long> done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        long sum = 0;
        for (int i = 0; i < accounts; i++) {
            assertThat(ledger.home(i)).isNotNegative();
            sum += ledger.home(i);
        }
        assertThat(sum).isEqualTo(1_000L * accounts);
    }

    /** Moves money between two or three accounts, in any order, some of it more than there is. */
    private boolean move(Random random, String key) {
        List<Integer> three = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        Collections.shuffle(three, random);
        long amount = 1L + random.nextInt(700);
        try {
            database.inTransaction(transaction -> ledger.post(
                    transaction,
                    List.of(
                            new Draft(key + "a", "test", 0)
                                    .move(AccountCode.home(three.get(0)), AccountCode.home(three.get(1)), amount)
                                    .single(),
                            new Draft(key + "b", "test", 0)
                                    .move(
                                            AccountCode.home(three.get(1)),
                                            AccountCode.home(three.get(2)),
                                            amount / 2 + 1)
                                    .single())));
            return true;
        } catch (InsufficientFundsException refused) {
            return false;
        }
    }

    @Test
    void theSameKeyFromManyAtOnceIsBookedOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            Callable<Boolean> deposit = () -> {
                ledger.deposit(ANNA, 7, "same");
                return true;
            };
            for (Future<Boolean> done : pool.invokeAll(Collections.nCopies(24, deposit))) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(ledger.home(ANNA)).isEqualTo(7);
        assertThat(ledger.wallets(POOL)).isEmpty();
    }
}
