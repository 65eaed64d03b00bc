package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.OrderBook;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.Clearing.Due;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.PoolSnapshot.HourLots;
import io.tidemark.exchange.pool.PoolSnapshot.Market;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the desks of one pool share: the time and the chance of the command at hand, the book, the clearing house, and
 * the events so far. Only the desks of this package touch it.
 */
final class PoolState {
    final PoolId pool;
    final OrderBook book = new OrderBook();
    final Clearing clearing;
    final NavigableMap<Long, Long> capacity = new TreeMap<>();
    final References references = new References();
    final Bands bands = new Bands(this);
    final Groups groups = new Groups();
    final Expiries expiries = new Expiries(this);

    /** Market time of the command or timer at hand, epoch milliseconds. */
    long now;

    /** The chance that came with the command at hand; decides random ends of calls. */
    long draw;

    MarketRules rules = MarketRules.standard();
    RuleSheet sheet = RuleSheet.blank();

    /** The sheet's only tier, nearer at hand: then nobody has to look what a group has traded. Null if there are several. */
    private @Nullable Tier onlyTier;

    Phase phase = Phase.CLOSED;

    /** Whether a timer was set or taken away while an order was handled: then the first of them is to be looked for. */
    boolean timersMoved;

    /** Hours before this one are not listed any more: their gate has closed. */
    long firstOpenHour;

    /** Hours from this one on are not listed yet. */
    long listedUntil;

    final HourIndex index = new HourIndex(hour -> Hours.startMillis(hour) - rules.gateLead());

    /** Hears what the command at hand comes to. */
    PoolListener listener = new OutcomeCollector();

    private long lastId;

    PoolState(PoolId pool) {
        this.pool = pool;
        this.clearing = new Clearing(pool);
    }

    long nextId() {
        return ++lastId;
    }

    Market save() {
        List<HourLots> lots = new ArrayList<>();
        capacity.forEach((hour, count) -> lots.add(new HourLots(hour, count)));
        return new Market(
                now,
                rules,
                sheet,
                phase,
                firstOpenHour,
                listedUntil,
                lastId,
                lots,
                references.save(),
                index.save(),
                groups.save(),
                groups.saveStandings(now));
    }

    void load(Market saved) {
        now = saved.time();
        rules = saved.rules();
        follow(saved.sheet());
        phase = saved.phase();
        firstOpenHour = saved.firstOpenHour();
        listedUntil = saved.listedUntil();
        lastId = saved.lastId();
        saved.capacity().forEach(from -> capacity.put(from.hour(), from.lots()));
        references.load(saved.lastPrices(), saved.sheet().fairValues());
        index.load(saved.index());
        groups.load(saved.groups());
        groups.loadStandings(saved.standings(), now);
    }

    void emit(Event event) {
        listener.happened(event);
    }

    long runningHour() {
        return Hours.containing(now);
    }

    boolean isListed(long hour) {
        return hour >= firstOpenHour && hour < listedUntil;
    }

    /** Lots that can be delivered in an hour. */
    long capacityOf(long hour) {
        Map.Entry<Long, Long> entry = capacity.floorEntry(hour);
        return entry == null ? 0 : entry.getValue();
    }

    long groupOf(long account) {
        return groups.of(account);
    }

    /** From now on this is what the rules say. */
    void follow(RuleSheet next) {
        sheet = next;
        onlyTier = next.tiers().size() == 1 ? next.tiers().get(0) : null;
        bands.follow(next);
    }

    /** What a participant is asked and allowed now. */
    Tier tierOf(Participant participant) {
        Tier only = onlyTier;
        return only != null ? only : tierOf(participant.standing());
    }

    /** What a group of such a standing is asked and allowed now. */
    Tier tierOf(Standing standing) {
        return sheet.tierOf(standing, now);
    }

    /** The group that the book knows a buy by. */
    long buyingGroup(OrderRecord buy) {
        return rules.selfMatchAllowed() ? 0 : buy.group();
    }

    /** The group that the book knows a sell by; where everybody may trade with everybody, not that of any buy. */
    long sellingGroup(OrderRecord sell) {
        return rules.selfMatchAllowed() ? -1 : sell.group();
    }

    /** The reference of an hour: its last price, else what the rules think it is worth, else 0. */
    long reference(long hour) {
        return references.of(hour);
    }

    /** What is to be delivered in an hour, parcel by parcel. */
    List<Event.Delivery> deliveries(long hour) {
        return clearing.due(hour).stream().map(PoolState::delivery).toList();
    }

    static Event.Delivery delivery(Due due) {
        return new Event.Delivery(
                due.parcel().id(),
                due.parcel().account(),
                due.lots(),
                due.parcel().allOrNone());
    }

    /**
     * Whose lots of an hour go if so many must: the latest trade first, no more than is needed, but lots that are of use
     * only together as a whole.
     */
    List<Due> lastInLine(long hour, long lots) {
        List<Due> due = clearing.due(hour);
        List<Due> last = new ArrayList<>();
        long left = lots;
        for (int i = due.size() - 1; i >= 0 && left > 0; i--) {
            Due latest = due.get(i);
            long some = latest.parcel().allOrNone() ? latest.lots() : Math.min(left, latest.lots());
            last.add(new Due(latest.parcel(), some));
            left -= some;
        }
        return last;
    }
}
