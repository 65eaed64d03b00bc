package io.tidemark.connectors.funding;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.cluster.ExchangeBusyException;
import io.tidemark.exchange.cluster.ExchangeStoppedException;
import io.tidemark.exchange.cluster.NotEnteredException;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.database.DatabaseException;
import io.tidemark.fleet.ledger.InsufficientFundsException;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfer;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The exchange, with home balances behind it. Close it after the doors and before the exchange. */
public final class FundedExchange implements Exchange, AutoCloseable {
    private static final int THREADS = 8;
    private static final int LOCKS = 256;
    private static final long PATIENCE_SECONDS = 10;
    private static final long POLL_MILLIS = 10;

    private final Exchange exchange;
    private final Ledger ledger;
    private final WalletTransfers transfers;
    private final BooleanSupplier behind;
    private final NextLeaseHour nextHour;
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "funding"));
    private final Object[] locks = new Object[LOCKS];
    private final Set<String> opened = ConcurrentHashMap.newKeySet();

    /** Of each wallet, the number of the last transfer that the engine has answered. */
    private final Map<String, Long> answered = new ConcurrentHashMap<>();

    /**
     * An exchange with these books behind it.
     *
     * @param behind whether the books are so far behind the engine that no new order may be taken
     */
    public FundedExchange(Exchange exchange, Ledger ledger, WalletTransfers transfers, BooleanSupplier behind) {
        this.exchange = exchange;
        this.ledger = ledger;
        this.transfers = transfers;
        this.behind = behind;
        this.nextHour = new NextLeaseHour(exchange);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    @Override
    public List<PoolId> pools() {
        return exchange.pools();
    }

    @Override
    public CompletableFuture<Answer<View>> ask(PoolId pool, Query query) {
        return exchange.ask(pool, query);
    }

    @Override
    public CompletableFuture<Answer<Reply>> submit(PoolId pool, Command command) {
        boolean isNew = command instanceof Command.SubmitOrder
                || command instanceof Command.SubmitSpotBid
                || command instanceof Command.Replace;
        if (isNew && behind.getAsBoolean()) {
            return CompletableFuture.failedFuture(new ExchangeBusyException(pool));
        }
        if (command instanceof Command.SubmitOrder order
                && order.side() == Side.BUY
                && order.account() != Clearing.OPERATOR) {
            return funded(
                    pool,
                    command,
                    order.account(),
                    order.clientOrderId(),
                    () -> holdOf(pool, order),
                    credit -> new Command.FundAndSubmit(credit, order));
        } else if (command instanceof Command.SubmitSpotBid bid && bid.account() != Clearing.OPERATOR) {
            return funded(
                    pool,
                    command,
                    bid.account(),
                    bid.clientOrderId(),
                    () -> () -> pool.lotHourMoney(bid.maxTicks(), bid.lots()),
                    credit -> new Command.FundAndBid(credit, bid));
        } else if (command instanceof Command.Replace replacement) {
            return funded(
                    pool,
                    command,
                    replacement.account(),
                    replacement.clientOrderId(),
                    () -> moreHeldFor(pool, replacement),
                    credit -> new Command.FundAndReplace(credit, replacement));
        } else if (command instanceof Command.SubmitOrder order) {
            return CompletableFuture.runAsync(() -> open(pool, order.account()), workers)
                    .thenCompose(isOpen -> exchange.submit(pool, command));
        }
        return exchange.submit(pool, command);
    }

    /** Asks how much the engine will set aside for something, and gives the way to work it out: micro-dollars. */
    @FunctionalInterface
    private interface Hold {
        LongSupplier ask();
    }

    private CompletableFuture<Answer<Reply>> funded(
            PoolId pool,
            Command plain,
            long account,
            String clientOrderId,
            Hold hold,
            Function<Command.Credit, Command> together) {
        return CompletableFuture.supplyAsync(
                () -> {
                    open(pool, account);
                    // One at a time for each wallet, until it is answered: the next order must see what this one took.
                    synchronized (lock(pool, account)) {
                        Answer<Reply> answer = fundAndSubmit(pool, plain, account, clientOrderId, hold, together)
                                .join();
                        // A fee schedule published in between makes the sum too small; a refusal has changed nothing.
                        return isShortOfCredit(answer)
                                ? fundAndSubmit(pool, plain, account, clientOrderId, hold, together)
                                        .join()
                                : answer;
                    }
                },
                workers);
    }

    private static boolean isShortOfCredit(Answer<Reply> answer) {
        return answer.value() instanceof Reply.Refused refused && refused.reason() == Refusal.INSUFFICIENT_CREDIT;
    }

    private CompletableFuture<Answer<Reply>> fundAndSubmit(
            PoolId pool,
            Command plain,
            long account,
            String clientOrderId,
            Hold hold,
            Function<Command.Credit, Command> together) {
        // Asked together, for each answer waits until what came before it is durable.
        CompletableFuture<Answer<View>> entered = exchange.ask(pool, new Query.OrderByClientId(account, clientOrderId));
        CompletableFuture<Answer<View>> walletOf = exchange.ask(pool, new Query.AccountOf(account));
        LongSupplier spokenFor = nextHour.ask(pool, account);
        LongSupplier held = hold.ask();
        if (await(entered) instanceof View.OrderView) {
            // Entered before: the engine gives the first answer again, and no money moves for it.
            return exchange.submit(pool, plain);
        }
        Answer<View> seen =
                walletOf.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        View.AccountView wallet = (View.AccountView) seen.value();
        long forLeases = NextLeaseHour.isDue(seen.time()) ? Math.min(wallet.free(), spokenFor.getAsLong()) : 0;
        long lack;
        try {
            lack = Math.subtractExact(held.getAsLong(), wallet.free());
        } catch (ArithmeticException tooLarge) {
            // More than there is in the world: the engine says so best.
            return exchange.submit(pool, plain);
        }
        Optional<Command.Credit> credit;
        try {
            credit = fetch(pool, account, clientOrderId, lack, forLeases);
        } catch (InsufficientFundsException tooLittle) {
            return refusal(pool, plain, account, wallet, lack);
        } catch (DatabaseException away) {
            throw new NotEnteredException("the books that should fund it cannot be reached; nothing was entered");
        }
        return credit.map(sent -> exchange.submit(pool, together.apply(sent)).thenApply(answer -> {
                    answered.merge(wallet(pool, account), sent.transfer(), Math::max);
                    return answer;
                }))
                .orElseGet(() -> exchange.submit(pool, plain));
    }

    /**
     * Brings what an order lacks, so that it leaves alone what leases are about to need. Where there is not so much at home
     * the order comes first: its owner wants it now.
     *
     * @param lack what the wallet is short of, below zero if it has more
     * @param forLeases the part of what is free that leases are about to need
     * @return empty if there is enough
     */
    private Optional<Command.Credit> fetch(PoolId pool, long account, String clientOrderId, long lack, long forLeases) {
        String key = "order:" + pool + ":" + account + ":" + clientOrderId + ":";
        if (lack + forLeases <= 0) {
            return Optional.empty();
        }
        try {
            return fetch(pool, account, lack + forLeases, key + (lack + forLeases));
        } catch (InsufficientFundsException notForBoth) {
            if (forLeases == 0) {
                throw notForBoth;
            }
            return lack <= 0 ? Optional.empty() : fetch(pool, account, lack, key + lack);
        }
    }

    /** Asks the engine first: it may have a better reason to refuse than the money. */
    private CompletableFuture<Answer<Reply>> refusal(
            PoolId pool, Command plain, long account, View.AccountView wallet, long lack) {
        return exchange.submit(pool, plain).thenApply(answer -> {
            if (isShortOfCredit(answer) && answer.value() instanceof Reply.Refused refused) {
                String problem = "the order may cost up to " + Money.format(lack + wallet.free())
                        + " USD, fees included; there are " + Money.format(wallet.free()) + " USD free in " + pool
                        + " and " + Money.format(ledger.home(account)) + " USD at home";
                return new Answer<>(
                        answer.sequence(),
                        answer.time(),
                        new Reply.Refused(refused.reason(), refused.field(), problem, "deposit more, or ask for less"));
            }
            return answer;
        });
    }

    /**
     * Takes money from home, to be sent along. What was brought for the same order before and is not in the wallet any
     * more went home again when the order was refused, so it is fetched once more.
     *
     * @return empty if somebody else has sent it meanwhile and it has arrived
     */
    private Optional<Command.Credit> fetch(PoolId pool, long account, long lack, String key) {
        long upTo = answered.getOrDefault(wallet(pool, account), 0L);
        for (int again = 0; ; again++) {
            WalletTransfers.Claimed claimed =
                    transfers.requestAndClaim(account, pool, lack, again == 0 ? key : key + ":" + again, upTo);
            if (claimed.credit().isPresent()) {
                return claimed.credit();
            }
            if (claimed.transfer().state() == WalletTransfer.State.PENDING) {
                return claim(claimed.transfer(), upTo);
            }
        }
    }

    /** Waits until a transfer may be sent; empty if somebody else has sent it meanwhile and it has arrived. */
    private Optional<Command.Credit> claim(WalletTransfer transfer, long upTo) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            Optional<Command.Credit> credit = transfers.claim(transfer, upTo);
            if (credit.isPresent()
                    || transfers.find(transfer.key()).orElseThrow().state() != WalletTransfer.State.PENDING) {
                return credit;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                throw new ExchangeStoppedException("the exchange was closed", closing);
            }
        }
        throw new ExchangeStoppedException("money for the order is still on its way; ask again by client order id");
    }

    /** What the engine sets aside: the limit, and the larger of the fees that stand now. */
    private LongSupplier holdOf(PoolId pool, Command.SubmitOrder order) {
        CompletableFuture<Answer<View>> status = exchange.ask(pool, new Query.PoolStatus());
        if (!order.isAtMarket()) {
            return () -> holdOf(pool, sheet(status), order.window(), order.limit(), order.lots());
        }
        CompletableFuture<Answer<View>> hours = exchange.ask(
                pool, new Query.HoursFrom(order.window().start(), order.window().hours()));
        return () -> {
            RuleSheet sheet = sheet(status);
            long limit = MarketLimit.ofBuy(sheet, (View.HoursView) await(hours));
            return holdOf(pool, sheet, order.window(), limit, order.lots());
        };
    }

    private static long holdOf(PoolId pool, RuleSheet sheet, DeliveryWindow window, long limit, long lots) {
        long lotHours = Math.multiplyExact(lots, (long) window.hours());
        return Math.addExact(
                pool.lotHourMoney(limit, lotHours), pool.lotHourFee(limit, lotHours, sheet.largestFeeBps()));
    }

    private static RuleSheet sheet(CompletableFuture<Answer<View>> status) {
        return ((View.PoolView) await(status)).sheet();
    }

    /** What a replacement needs beyond what is set aside for the order; nothing for a sell, or if there is no order. */
    private LongSupplier moreHeldFor(PoolId pool, Command.Replace wanted) {
        CompletableFuture<Answer<View>> standing =
                exchange.ask(pool, new Query.OrderOf(wanted.account(), wanted.orderId()));
        CompletableFuture<Answer<View>> status = exchange.ask(pool, new Query.PoolStatus());
        return () -> {
            if (!(await(standing) instanceof View.OrderView order)
                    || order.side() == Side.SELL
                    || order.window().isEmpty()) {
                return 0;
            }
            long left = Math.max(0, wanted.lots() - order.filledLots());
            return holdOf(pool, sheet(status), order.window().get(), wanted.limit(), left) - order.hold();
        };
    }

    private void open(PoolId pool, long account) {
        if (!Clearing.isReserved(account) && opened.add(wallet(pool, account))) {
            await(exchange.submit(pool, new Command.OpenAccount(account, account)));
        }
    }

    private static String wallet(PoolId pool, long account) {
        return pool + ":" + account;
    }

    private Object lock(PoolId pool, long account) {
        return locks[Math.floorMod(pool.hashCode() * 31 + Long.hashCode(account), LOCKS)];
    }

    private static <T> T await(CompletableFuture<Answer<T>> answer) {
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().value();
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
