package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.OrderBook;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the desks of one pool share: the time and the chance of the command at hand, the book, the clearing house, and
 * the events so far. Only the desks of this package touch it.
 */
final class PoolState {
    final PoolId pool;
    final OrderBook book = new OrderBook();
    final Clearing clearing;
    final NavigableMap<Long, Long> capacity = new TreeMap<>();
    final NavigableMap<Long, Long> lastPrices = new TreeMap<>();
    final Map<Long, Long> groups = new TreeMap<>();

    /** Market time of the command or timer at hand, epoch milliseconds. */
    long now;

    /** The chance that came with the command at hand; decides random ends of calls. */
    long draw;

    MarketRules rules = MarketRules.standard();
    RuleSheet sheet = RuleSheet.blank();
    Phase phase = Phase.CLOSED;

    /** Hours before this one are not listed any more: their gate has closed. */
    long firstOpenHour;

    /** Hours from this one on are not listed yet. */
    long listedUntil;

    final HourIndex index = new HourIndex(hour -> Hours.startMillis(hour) - rules.gateLead());

    private long lastId;
    private List<Event> events = new ArrayList<>();

    PoolState(PoolId pool) {
        this.pool = pool;
        this.clearing = new Clearing(pool);
    }

    long nextId() {
        return ++lastId;
    }

    void emit(Event event) {
        events.add(event);
    }

    List<Event> takeEvents() {
        List<Event> taken = List.copyOf(events);
        events = new ArrayList<>();
        return taken;
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
        return groups.getOrDefault(account, account);
    }

    /** The reference of an hour: its last price, else what the rules think it is worth, else 0. */
    long reference(long hour) {
        Long last = lastPrices.get(hour);
        if (last != null) {
            return last;
        }
        return sheet.fairValues().stream()
                .filter(fair -> fair.hour() == hour)
                .mapToLong(RuleSheet.FairValue::ticks)
                .findFirst()
                .orElse(0);
    }

    /** What is to be delivered in an hour, parcel by parcel. */
    List<Event.Delivery> deliveries(long hour) {
        return clearing.due(hour).stream()
                .map(due -> new Event.Delivery(
                        due.parcel().id(),
                        due.parcel().account(),
                        due.lots(),
                        due.parcel().allOrNone()))
                .toList();
    }

    /** Titles of an hour that an account holds and does not offer already. */
    long uncommittedTitles(long account, long hour) {
        long offered = book.ladder(hour).stream()
                .filter(ask -> ask.account() == account)
                .mapToLong(Ask::remaining)
                .sum();
        return clearing.held(account, hour) - offered;
    }
}
