package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Event;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.invoice.Category;
import io.tidemark.fleet.invoice.Funds;
import io.tidemark.fleet.invoice.Invoice;
import io.tidemark.fleet.invoice.Invoices;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invoices of random histories: each adds up, one period goes on where the one before ended, all of them together are
 * zero with fees and the world outside, and what they say was paid is what the engine's events say.
 */
class RandomInvoicesTest {
    private static final PoolId ONE = PoolId.parse("B200X8.PRN1");
    private static final PoolId TWO = PoolId.parse("GB200R64.ABC2");
    private static final List<Long> ACCOUNTS = LongStream.concat(
                    LongStream.of(Clearing.OPERATOR, Clearing.DAMAGES),
                    LongStream.range(
                            JournaledMarket.FIRST_ACCOUNT, JournaledMarket.FIRST_ACCOUNT + JournaledMarket.ACCOUNTS))
            .boxed()
            .toList();

    @TempDir
    private Path directory;

    private final AtomicLong clock = new AtomicLong(RandomCommands.START);
    private final Model model = new Model();
    private Database database;
    private Ledger ledger;
    private WalletTransfers wallets;
    private Invoices invoices;

    @BeforeEach
    void open() {
        database = TestServer.newDatabase().open();
        ledger = new Ledger(database, clock::get);
        wallets = new WalletTransfers(database, ledger, clock::get, 0);
        invoices = new Invoices(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** What the engine's events say that accounts paid and got, by category: the price, and then the fees. */
    private static final class Model {
        private final Map<Long, Map<Category, long[]>> paid = new TreeMap<>();

        void see(LoggedCommand logged) {
            logged.events().forEach(this::see);
        }

        private void see(Event event) {
            if (event instanceof Event.Traded traded) {
                add(traded.account(), Category.PURCHASE, 0, -traded.buyerFee());
            } else if (event instanceof Event.HourSettled settled) {
                settled.legs().forEach(this::leg);
            } else if (event instanceof Event.Curtailed curtailed) {
                curtailed.legs().forEach(this::leg);
            } else if (event instanceof Event.BoughtBack burned) {
                burned.legs().forEach(this::leg);
            } else if (event instanceof Event.LeasePaid lease) {
                add(lease.account(), Category.SPOT, -lease.paid(), 0);
                add(Clearing.OPERATOR, Category.SALE, lease.paid(), 0);
            } else if (event instanceof Event.DamagesAwarded damages) {
                damages(damages.account(), damages.fromDamages(), damages.fromOperator());
            } else if (event instanceof Event.DamagesCaughtUp damages) {
                damages(damages.account(), damages.fromDamages(), damages.fromOperator());
            }
        }

        private void leg(LegSettlement leg) {
            add(leg.buyer(), Category.DELIVERY, -leg.paid(), leg.buyerFeeRefund());
            add(leg.seller(), Category.SALE, leg.paid(), -leg.sellerFee());
        }

        private void damages(long holder, long fromDamages, long fromOperator) {
            add(holder, Category.DAMAGES, fromDamages + fromOperator, 0);
            add(Clearing.DAMAGES, Category.DAMAGES, -fromDamages, 0);
            add(Clearing.OPERATOR, Category.DAMAGES, -fromOperator, 0);
        }

        private void add(long account, Category category, long price, long fee) {
            long[] sums = paid.computeIfAbsent(account, none -> new TreeMap<>())
                    .computeIfAbsent(category, none -> new long[2]);
            sums[0] += price;
            sums[1] += fee;
        }

        List<Long> sums(long account, Category category) {
            long[] sums = paid.getOrDefault(account, Map.of()).getOrDefault(category, new long[2]);
            return List.of(sums[0], sums[1]);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void invoicesAddUpAndChainAndAreZeroWithTheWorld(long seed) {
        Random random = new Random(seed);
        Set<Category> seen = EnumSet.noneOf(Category.class);
        history(seed, random);
        long end = clock.get() + 1;
        List<Long> cuts = new ArrayList<>(List.of(RandomCommands.START - 1, end));
        for (int i = 0; i < 5; i++) {
            cuts.add(RandomCommands.START + random.nextLong(end - RandomCommands.START));
        }
        cuts.sort(null);
        List<Long> distinct = cuts.stream().distinct().toList();
        for (int i = 0; i + 1 < distinct.size(); i++) {
            assertZeroSum(distinct.get(i), distinct.get(i + 1));
        }
        for (long account : ACCOUNTS) {
            assertChain(account, distinct);
            Invoice whole = invoices.read(account, distinct.get(0), end, end);
            assertAsTheEventsSay(account, whole);
            whole.items().forEach(item -> seen.add(item.category()));
        }
        assertThat(seen)
                .as("a history that leaves out what moves money proves nothing")
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Category.OTHER)));
    }

    private void history(long seed, Random random) {
        try (JournaledMarket one = new JournaledMarket(ONE, directory);
                Ingest ingest = new Ingest(
                        database,
                        ledger,
                        wallets,
                        new Tasks(database, clock::get, RetryPolicy.DEFAULT),
                        one.journal,
                        1 + random.nextInt(Ingest.FILLS),
                        point -> {})) {
            JournaledMarket two = new JournaledMarket(TWO, one.journal);
            RandomCommands ofOne = new RandomCommands(one.engine, seed, true);
            RandomCommands ofTwo = new RandomCommands(two.engine, seed + 1_000, true);
            for (int i = 0; i < 500; i++) {
                step(one, ofOne);
                step(two, ofTwo);
                if (random.nextInt(8) == 0) {
                    moveHome(random, i);
                }
                if (random.nextInt(5) == 0) {
                    one.commit().forEach(model::see);
                    two.commit().forEach(model::see);
                    drain(ingest);
                }
            }
            one.commit().forEach(model::see);
            two.commit().forEach(model::see);
            drain(ingest);
        }
    }

    private void step(JournaledMarket market, RandomCommands commands) {
        RandomCommands.Next next = commands.next();
        market.apply(next.time(), next.draw(), next.command());
        clock.accumulateAndGet(next.time(), Math::max);
    }

    /** Deposits, withdrawals, and money that stays in transit because nobody sends it. */
    private void moveHome(Random random, int step) {
        long account = ACCOUNTS.get(2 + random.nextInt(ACCOUNTS.size() - 2));
        ledger.deposit(account, 1_000 + random.nextInt(1_000_000_000), "in" + step);
        if (random.nextBoolean()) {
            ledger.withdraw(account, 1 + random.nextInt(500), "out" + step);
            wallets.request(account, random.nextBoolean() ? ONE : TWO, 1 + random.nextInt(500), "wallet" + step);
        }
    }

    private static void drain(Ingest ingest) {
        while (ingest.step() > 0) {
            // Until the journal has no more.
        }
    }

    private void assertChain(long account, List<Long> cuts) {
        Funds before = invoices.read(account, 0, cuts.get(0), 0).closing();
        assertThat(before.total()).isZero();
        for (int i = 0; i + 1 < cuts.size(); i++) {
            Invoice invoice = invoices.read(account, cuts.get(i), cuts.get(i + 1), cuts.get(i + 1));
            assertThat(invoice.opening())
                    .as("of %d from %d", account, cuts.get(i))
                    .isEqualTo(before);
            before = invoice.closing();
            assertThat(before.total())
                    .isEqualTo(postings(
                            "code ~ ('^(home:|(wallet|transit):[^:]+:)' || ? || '(:|$)')", account, cuts.get(i + 1)));
        }
        assertThat(before.home()).isEqualTo(ledger.home(account));
        for (PoolId pool : List.of(ONE, TWO)) {
            assertThat(before.wallets().getOrDefault(pool, io.tidemark.fleet.ledger.WalletBalance.EMPTY))
                    .isEqualTo(ledger.wallet(pool, account));
        }
    }

    private void assertZeroSum(long from, long to) {
        long has = 0;
        long prices = 0;
        long fees = 0;
        for (long account : ACCOUNTS) {
            Invoice invoice = invoices.read(account, from, to, to);
            has += invoice.closing().total();
            for (Invoice.Item item : invoice.items()) {
                fees += item.fee();
                boolean withOutside = item.category() == Category.DEPOSIT || item.category() == Category.WITHDRAWAL;
                prices += withOutside ? 0 : item.price();
            }
        }
        assertThat(prices).as("what one pays another gets").isZero();
        assertThat(fees)
                .as("fees that were paid were collected")
                .isEqualTo(postings("starts_with(code, 'fees:') AND ? <> 0", 1, from)
                        - postings("starts_with(code, 'fees:') AND ? <> 0", 1, to));
        assertThat(has)
                .as("all that there is came from outside")
                .isEqualTo(-postings("(code = 'outside' OR starts_with(code, 'fees:')) AND ? <> 0", 1, to));
    }

    private void assertAsTheEventsSay(long account, Invoice invoice) {
        for (Category category :
                List.of(Category.PURCHASE, Category.DELIVERY, Category.SALE, Category.SPOT, Category.DAMAGES)) {
            long price = 0;
            long fee = 0;
            for (Invoice.Sum sum : invoice.sums()) {
                price += sum.category() == category ? sum.price() : 0;
                fee += sum.category() == category ? sum.fee() : 0;
            }
            assertThat(List.of(price, fee))
                    .as("%s of account %d", category, account)
                    .isEqualTo(model.sums(account, category));
        }
    }

    /** The sum of all postings before an instant, read without any of the code under test. */
    private long postings(String accounts, long parameter, long before) {
        return database.inSnapshot(transaction -> {
            try (PreparedStatement select = transaction.prepare(
                    "SELECT coalesce(sum(p.amount), 0) FROM posting p JOIN account a ON a.id = p.account_id"
                            + " JOIN transfer t ON t.id = p.transfer_id WHERE " + accounts + " AND t.at < ?")) {
                select.setLong(1, parameter);
                select.setLong(2, before);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }
}
