package io.tidemark.exchange.clearing;

import io.tidemark.exchange.clearing.ClearingSnapshot.Purse;
import io.tidemark.exchange.contract.PoolId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongToIntFunction;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The clearing house of one pool. Central and prefunded: what an order may cost is held when it is entered, becomes
 * escrow when it trades, and is paid out as the hours are delivered.
 *
 * <p>A method that would break a law of clearing throws {@link IllegalStateException} before it moves anything; callers
 * check first, so such an exception is a fault of the program and not of a user.
 */
public final class Clearing {
    /** The account of the operator, who mints titles and burns unsold ones. Every other account sells what it holds. */
    public static final long OPERATOR = 1;

    /** The account from which the operator pays damages. It is funded like any other and never trades. */
    public static final long DAMAGES = 2;

    private final PoolId pool;
    private final SaleMoney sales;
    private final TitleRegister titles = new TitleRegister(this::wallet);

    // Looked up, never walked.
    private final Long2ObjectHashMap<Wallet> wallets = new Long2ObjectHashMap<>();

    private final List<Long> accounts = new ArrayList<>();
    private long deposited;
    private long withdrawn;
    private long fees;

    public Clearing(PoolId pool) {
        this.pool = pool;
        this.sales = new SaleMoney(pool);
        open(OPERATOR);
        open(DAMAGES);
    }

    /** Whether an account is the house's: it has a wallet and enters no orders. */
    public static boolean isReserved(long account) {
        return account == OPERATOR || account == DAMAGES;
    }

    /** Opens a wallet; opening it twice changes nothing. */
    public void open(long account) {
        if (!knows(account)) {
            wallets.put(account, new Wallet());
            accounts.add(-Collections.binarySearch(accounts, account) - 1, account);
        }
    }

    public boolean knows(long account) {
        return wallets.containsKey(account);
    }

    /** The wallet of an account that {@link #knows} it. */
    public Wallet wallet(long account) {
        Wallet wallet = wallets.get(account);
        if (wallet == null) {
            throw new IllegalStateException("no wallet for account " + account);
        }
        return wallet;
    }

    /** All accounts with a wallet, ascending. */
    public List<Long> accounts() {
        return Collections.unmodifiableList(accounts);
    }

    public void deposit(long account, long amount) {
        requireNotNegative(amount);
        deposited = Math.addExact(deposited, amount);
        wallet(account).move(amount, 0, 0);
    }

    public void withdraw(long account, long amount) {
        requireNotNegative(amount);
        wallet(account).move(-amount, 0, 0);
        withdrawn += amount;
    }

    /** Sets aside what an order may cost. */
    public void hold(long account, long amount) {
        hold(wallet(account), amount);
    }

    /** As {@link #hold(long, long)}, for whoever has the wallet at hand. */
    public void hold(Wallet wallet, long amount) {
        requireNotNegative(amount);
        wallet.hold(amount);
    }

    /** Gives back what an order no longer can cost. */
    public void release(long account, long amount) {
        release(wallet(account), amount);
    }

    /** As {@link #release(long, long)}, for whoever has the wallet at hand. */
    public void release(Wallet wallet, long amount) {
        requireNotNegative(amount);
        wallet.hold(-amount);
    }

    public void mint(long hour, long lots) {
        requireNotNegative(lots);
        titles.hour(hour).mint(lots);
    }

    public void burn(long hour, long lots) {
        requireNotNegative(lots);
        titles.hour(hour).burn(lots);
    }

    public long minted(long hour) {
        return titles.minted(hour);
    }

    /** Titles that the operator has minted and nobody has bought. */
    public long unsold(long hour) {
        return titles.unsold(hour);
    }

    /** Firm titles of an hour that buyers hold. */
    public long sold(long hour) {
        return titles.minted(hour) - titles.unsold(hour);
    }

    /** Titles of an hour that one account holds; for the operator, the unsold ones. */
    public long held(long account, long hour) {
        return account == OPERATOR ? titles.unsold(hour) : titles.held(account, hour);
    }

    /** Asks of an account are in the book for so many of its titles: they are held for sale until they leave it. */
    public void offer(long account, long hour, long lots) {
        requireNotOperator(account);
        titles.offer(account, hour, lots);
    }

    /** Asks of an account have left the book unsold: so many of its titles are free again. */
    public void withdrawOffer(long account, long hour, long lots) {
        requireNotOperator(account);
        titles.withdrawOffer(account, hour, lots);
    }

    /** Titles of an hour that an account holds and has not in the book; the operator's are always in it. */
    public long freeTitles(long account, long hour) {
        return account == OPERATOR ? 0 : titles.free(account, hour);
    }

    /** What is to be delivered in an hour: the lots of each parcel, the oldest first. */
    public List<Due> due(long hour) {
        List<Due> due = new ArrayList<>();
        for (Leg leg : titles.legs(hour)) {
            Due last = due.isEmpty() ? null : due.get(due.size() - 1);
            if (last != null && last.parcel().id() == leg.parcel().id()) {
                // A parcel that was put together from several sellers' titles is still one thing to deliver.
                due.set(due.size() - 1, new Due(leg.parcel(), last.lots() + leg.lots()));
            } else {
                due.add(new Due(leg.parcel(), leg.lots()));
            }
        }
        return due;
    }

    /** Lots of a parcel that its holder is due in an hour; fewer than it bought where some were resold. */
    public record Due(Parcel parcel, long lots) {}

    /**
     * Lots of a parcel that came to their holder at one price.
     *
     * @param ticks what the holder paid, per GPU-hour
     */
    public record Bought(Parcel parcel, long lots, long ticks) {}

    /** What the holders of an hour's titles have paid for them, the oldest parcel first. */
    public List<Bought> bought(long hour) {
        List<Bought> bought = new ArrayList<>();
        for (Leg leg : titles.legs(hour)) {
            bought.add(new Bought(leg.parcel(), leg.lots(), leg.lastSale().ticks()));
        }
        return bought;
    }

    /** Whether anything of an hour was minted and is not settled yet. */
    public boolean hasTitles(long hour) {
        return titles.knows(hour);
    }

    /** Hours in which titles exist, ascending. */
    public List<Long> hours() {
        return titles.hoursWithTitles();
    }

    /**
     * Moves titles of one hour from a seller to the parcel of a buyer. The buyer's hold pays the fee and becomes escrow;
     * on a resale the seller's own escrow is set free as far as the new buyer's takes its place.
     *
     * @return how much of the seller's escrow was set free, micro-dollars
     */
    public long trade(Parcel parcel, long hour, long seller, long lots, long ticks, int buyerFeeBps, int sellerFeeBps) {
        long cost = pool.lotHourMoney(ticks, lots);
        long fee = pool.lotHourFee(ticks, lots, buyerFeeBps);
        HourTitles titlesOfHour = titles.hour(hour);
        Holding into = titlesOfHour.openHolding(parcel.account());
        long setFree = 0;
        if (seller == OPERATOR) {
            titlesOfHour.takeUnsold(lots);
            Link sale = new Link(seller, parcel.account(), ticks, buyerFeeBps, sellerFeeBps, null);
            into.add(new Leg(parcel, lots, sale));
        } else {
            Holding from = titlesOfHour.holding(seller);
            if (from == null || from.lots() < lots) {
                throw new IllegalStateException(
                        "account " + seller + " lacks titles of hour " + titlesOfHour.hour() + " to sell " + lots);
            }
            from.sell(lots);
            for (long left = lots; left > 0; ) {
                Leg leg = from.takeOldest(left);
                left -= leg.lots();
                setFree += resell(leg, parcel, ticks, buyerFeeBps, sellerFeeBps);
                into.add(leg);
            }
            from.wallet().move(setFree, 0, -setFree);
        }
        into.wallet().move(0, -(cost + fee), cost);
        fees += fee;
        return setFree;
    }

    /** Gives a holder's titles to a parcel; the seller is the last who bought them. */
    private long resell(Leg leg, Parcel to, long ticks, int buyerFeeBps, int sellerFeeBps) {
        Link bought = leg.lastSale();
        Link sold = new Link(leg.parcel().account(), to.account(), ticks, buyerFeeBps, sellerFeeBps, bought);
        long setFree = sales.escrow(bought, null, leg.lots()) - sales.escrow(bought, sold, leg.lots());
        leg.resell(to, sold);
        return setFree;
    }

    /** A spot lease is paid from the hold of its hour: so much to the operator, the rest of the hold is released. */
    public void payLease(long account, long hold, long paid) {
        requireNotNegative(paid);
        wallet(account).move(hold - paid, -hold, 0);
        wallet(OPERATOR).move(paid, 0, 0);
    }

    /** Pays damages as far as the damages account, and then the operator's own wallet, can bear them. */
    public DamagesPaid payDamages(long account, long amount) {
        requireNotNegative(amount);
        long fromDamages = Math.min(amount, wallet(DAMAGES).free());
        long fromOperator = Math.min(amount - fromDamages, wallet(OPERATOR).free());
        wallet(DAMAGES).move(-fromDamages, 0, 0);
        wallet(OPERATOR).move(-fromOperator, 0, 0);
        wallet(account).move(fromDamages + fromOperator, 0, 0);
        return new DamagesPaid(fromDamages, fromOperator);
    }

    /** Who paid damages, micro-dollars. */
    public record DamagesPaid(long fromDamages, long fromOperator) {
        public long sum() {
            return fromDamages + fromOperator;
        }
    }

    /**
     * Pays for an hour that is over, leg by leg from the last sale of each title to the first, and drops its titles.
     *
     * @param deliveredSeconds by parcel, what the meter says, 0 to 3,600
     */
    public List<LegSettlement> settle(long hour, LongToIntFunction deliveredSeconds) {
        List<LegSettlement> settlements = new ArrayList<>();
        for (Leg leg : titles.legs(hour)) {
            int seconds = deliveredSeconds.applyAsInt(leg.parcel().id());
            settle(leg, hour, seconds, settlements);
        }
        titles.drop(hour);
        return Collections.unmodifiableList(settlements);
    }

    private void settle(Leg leg, long hour, int seconds, List<LegSettlement> settlements) {
        // The last buyer first: what it pays is what the seller before it passes on.
        Link next = null;
        for (Link sale = leg.lastSale(); sale != null; sale = sale.before()) {
            LegSettlement settlement = sales.settlement(leg, sale, next, hour, seconds);
            post(settlement);
            settlements.add(settlement);
            next = sale;
        }
    }

    /**
     * Takes titles of a parcel from their holder before their hour, burns them, and settles every sale of them.
     *
     * @param lots of the parcel, none of them in the book
     * @param deliveredSeconds as which they settle: all of the hour, or nothing of it
     */
    public TakenBack takeBack(Parcel parcel, long hour, long lots, int deliveredSeconds) {
        List<Bought> bought = new ArrayList<>();
        List<LegSettlement> settlements = new ArrayList<>();
        for (Leg leg : titles.hour(hour).takeBack(parcel, lots)) {
            bought.add(new Bought(parcel, leg.lots(), leg.lastSale().ticks()));
            settle(leg, hour, deliveredSeconds, settlements);
        }
        return new TakenBack(bought, settlements);
    }

    /** Titles that were taken back, and the settlement of all their sales. */
    public record TakenBack(List<Bought> bought, List<LegSettlement> legs) {}

    private void post(LegSettlement leg) {
        wallet(leg.buyer()).move(leg.escrow() - leg.paid() + leg.buyerFeeRefund(), 0, -leg.escrow());
        wallet(leg.seller()).move(leg.paid() - leg.sellerFee(), 0, 0);
        fees += leg.sellerFee() - leg.buyerFeeRefund();
    }

    /** The fees that the exchange has collected, micro-dollars. */
    public long fees() {
        return fees;
    }

    /** Everything that was ever deposited, micro-dollars. */
    public long deposited() {
        return deposited;
    }

    /** Deposits less withdrawals, micro-dollars. */
    public long netDeposits() {
        return deposited - withdrawn;
    }

    /** Everything that the pool holds: free, held and escrowed cash and fees. Equal to {@link #netDeposits}, always. */
    public long total() {
        long total = fees;
        for (long account : accounts) {
            Wallet wallet = wallet(account);
            total += wallet.free() + wallet.held() + wallet.escrow();
        }
        return total;
    }

    /** The escrow that an account's legs call for, computed from the titles alone; equal to its wallet's, always. */
    public long escrowOf(long account) {
        long sum = 0;
        for (long hour : titles.hoursWithTitles()) {
            for (Leg leg : titles.legs(hour)) {
                sum += sales.escrowOf(account, leg);
            }
        }
        return sum;
    }

    /** All of it, as values. */
    public ClearingSnapshot save() {
        List<Purse> purses = new ArrayList<>();
        for (long account : accounts) {
            Wallet wallet = wallet(account);
            purses.add(new Purse(account, wallet.free(), wallet.held(), wallet.escrow()));
        }
        return new ClearingSnapshot(purses, deposited, withdrawn, fees, titles.parcels(), titles.save());
    }

    /** Makes a clearing house that nothing has happened in what another one was. */
    public void load(ClearingSnapshot saved) {
        for (Purse purse : saved.wallets()) {
            open(purse.account());
            wallet(purse.account()).move(purse.free(), purse.held(), purse.escrow());
        }
        if (!accounts.equals(saved.wallets().stream().map(Purse::account).toList())) {
            throw new IllegalArgumentException("a wallet is missing, or there twice");
        }
        deposited = saved.deposited();
        withdrawn = saved.withdrawn();
        fees = saved.fees();
        titles.load(saved.hours(), saved.parcels());
    }

    private static void requireNotOperator(long account) {
        if (account == OPERATOR) {
            throw new IllegalStateException("what the operator has not sold is always offered");
        }
    }

    private static void requireNotNegative(long amount) {
        if (amount < 0) {
            throw new IllegalStateException("must not be negative: " + amount);
        }
    }
}
