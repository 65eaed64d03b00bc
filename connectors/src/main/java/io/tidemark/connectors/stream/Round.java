package io.tidemark.connectors.stream;

import io.tidemark.connectors.stream.Change.Print;
import io.tidemark.connectors.stream.Change.Touched;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.pool.View.OrderView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is told in one round. Streams that stand at the same place are told the same, which is made once. */
final class Round {
    /** Whoever would be told more than so many trades at once had better read the snapshots again. */
    private static final int MAX_TRADES = 5_000;

    private final Map<PoolId, PoolHistory> histories;
    private final Desk desk;
    private final Bodies bodies;
    private final Map<Long, AccountWatch> watches;
    private final Map<PoolId, IndicativeWatch> indications;
    private final Map<Place, Optional<News>> news = new HashMap<>();
    private final Map<Holding, List<Message>> holdings = new HashMap<>();

    Round(
            Map<PoolId, PoolHistory> histories,
            Desk desk,
            Bodies bodies,
            Map<Long, AccountWatch> watches,
            Map<PoolId, IndicativeWatch> indications) {
        this.histories = histories;
        this.desk = desk;
        this.bodies = bodies;
        this.watches = watches;
        this.indications = indications;
    }

    private record Place(PoolId pool, long known) {}

    private record Holding(PoolId pool, long known, long account) {}

    private record News(Change change, List<Message> states, List<Message> trades) {}

    /** Tells a stream what it does not know yet. */
    void serve(LiveStream stream) {
        Optional<Cursor> stands = stream.cursor();
        if (stands.isEmpty()) {
            greet(stream);
            return;
        }
        Cursor cursor = stands.get();
        StringBuilder out = new StringBuilder();
        for (PoolId pool : stream.pools()) {
            PoolHistory history = history(pool);
            long known = cursor.of(pool);
            if (!history.isKnown() || history.sequence() == known) {
                continue;
            }
            Optional<List<Message>> messages = messages(stream, pool, known);
            if (messages.isEmpty()) {
                reset(stream, out, "more has happened since than is remembered");
                return;
            }
            for (Message message : messages.get()) {
                cursor = cursor.with(pool, message.knows());
                Message.write(out, cursor, message.event(), message.data());
            }
            cursor = cursor.with(pool, history.sequence());
        }
        indications(stream, cursor, out);
        watched(stream, cursor, out);
        stream.send(out.toString(), cursor);
    }

    private void indications(LiveStream stream, Cursor cursor, StringBuilder out) {
        for (PoolId pool : stream.pools()) {
            IndicativeWatch watch = Objects.requireNonNull(indications.get(pool));
            long told = stream.indication(pool);
            // That a call is over is news only to those who heard of it.
            if (watch.version() > told) {
                watch.view()
                        .filter(view -> told > 0 || view.phase() == Phase.CALL)
                        .ifPresent(view -> {
                            Message.write(out, cursor, "indicative", bodies.indicative(pool, watch.sequence(), view));
                            stream.toldIndication(pool, watch.version());
                        });
            }
        }
    }

    private Optional<AccountWatch> watch(LiveStream stream) {
        return stream.account().map(account -> watches.get(account.number()));
    }

    /** What changed of its account without a command that names it. */
    private void watched(LiveStream stream, Cursor cursor, StringBuilder out) {
        watch(stream).filter(watch -> watch.looks() > stream.looks()).ifPresent(watch -> {
            for (PoolId pool : stream.pools()) {
                List<OrderView> orders = watch.ordersSince(pool, stream.looks());
                if (!orders.isEmpty()) {
                    Message.write(
                            out,
                            cursor,
                            "orders",
                            bodies.orders(pool, history(pool).sequence(), orders));
                }
            }
            if (watch.machinesChangedSince(stream.looks())) {
                Message.write(out, cursor, "leases", bodies.leases());
            }
            stream.toldUpTo(watch.looks());
        });
    }

    private PoolHistory history(PoolId pool) {
        return Objects.requireNonNull(histories.get(pool), "a pool that is not traded here");
    }

    /** The first message. It waits until all pools are known: before, nobody could say where the stream begins. */
    private void greet(LiveStream stream) {
        if (!stream.pools().stream().allMatch(pool -> history(pool).isKnown())) {
            return;
        }
        Optional<Cursor> before =
                stream.lastEventId().flatMap(Cursor::parse).filter(cursor -> isRemembered(stream, cursor));
        Cursor start = before.orElseGet(() -> present(stream));
        Optional<Boolean> resumed = stream.lastEventId().map(said -> before.isPresent());
        StringBuilder out = new StringBuilder();
        Message.write(out, start, "hello", bodies.hello(stream.pools(), stream.account(), resumed));
        if (resumed.isPresent() && before.isEmpty()) {
            reset(stream, out, "what happened since the message that you name is not remembered");
        } else {
            stream.send(out.toString(), start);
        }
        if (before.isEmpty()) {
            // Whoever resumes was told of no look that could be named, and hears how everything stands.
            watch(stream).ifPresent(watch -> stream.toldUpTo(watch.looks()));
        }
    }

    private boolean isRemembered(LiveStream stream, Cursor cursor) {
        return stream.pools().stream()
                .allMatch(pool -> cursor.sequences().containsKey(pool)
                        && history(pool).since(cursor.of(pool)).isPresent());
    }

    private Cursor present(LiveStream stream) {
        Map<PoolId, Long> sequences = new HashMap<>();
        stream.pools().forEach(pool -> sequences.put(pool, history(pool).sequence()));
        return Cursor.at(sequences);
    }

    private void reset(LiveStream stream, StringBuilder out, String reason) {
        Cursor present = present(stream);
        Message.write(out, present, "reset", bodies.reset(reason));
        stream.send(out.toString(), present);
    }

    /** Empty if what the stream missed cannot be told. */
    private Optional<List<Message>> messages(LiveStream stream, PoolId pool, long known) {
        Optional<News> found = news.computeIfAbsent(new Place(pool, known), this::newsAt);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        News here = found.get();
        List<Message> all = new ArrayList<>(here.states());
        stream.accountNumber().ifPresent(account -> {
            here.change().notices().stream()
                    .filter(notice -> notice.account() == account)
                    .forEach(notice -> all.add(new Message("notice", bodies.notice(notice), known)));
            Touched touched = here.change().accounts().get(account);
            if (touched != null) {
                all.addAll(holdings.computeIfAbsent(
                        new Holding(pool, known, account), holding -> holding(holding, touched)));
            }
        });
        all.addAll(here.trades());
        if (!all.isEmpty()) {
            int last = all.size() - 1;
            all.set(last, all.get(last).upTo(history(pool).sequence()));
        }
        return Optional.of(all);
    }

    private Optional<News> newsAt(Place place) {
        PoolHistory history = history(place.pool());
        Optional<Change> missed =
                history.since(place.known()).filter(change -> change.trades().size() <= MAX_TRADES);
        return missed.map(change -> new News(change, states(place, change, history), trades(place, change)));
    }

    /** They know no more than what was known before: what is told of the pool is complete only with the last of them. */
    private List<Message> states(Place place, Change change, PoolHistory history) {
        List<Message> states = new ArrayList<>();
        PoolId pool = place.pool();
        if (change.pool()) {
            states.add(new Message("pool", bodies.pool(pool, change.sequence(), history.view()), place.known()));
        }
        List<View.HourView> hours = history.hours(change.hours());
        if (!hours.isEmpty()) {
            states.add(new Message("hours", bodies.hours(pool, change.sequence(), hours), place.known()));
        }
        return states;
    }

    /** They come last, so that each can be the place where a stream is taken up again, and none is told twice. */
    private List<Message> trades(Place place, Change change) {
        List<Message> trades = new ArrayList<>();
        List<Print> prints = change.trades();
        for (int i = 0; i < prints.size(); i++) {
            long sequence = prints.get(i).sequence();
            boolean more = i + 1 < prints.size() && prints.get(i + 1).sequence() == sequence;
            trades.add(new Message("trade", bodies.trade(place.pool(), prints.get(i)), more ? sequence - 1 : sequence));
        }
        return trades;
    }

    private List<Message> holding(Holding holding, Touched touched) {
        List<Message> messages = new ArrayList<>();
        PoolId pool = holding.pool();
        List<OrderView> orders = desk
                .ask(
                        pool,
                        touched.orders().stream()
                                .map(number -> (Query) new Query.OrderOf(holding.account(), number))
                                .toList())
                .stream()
                .filter(OrderView.class::isInstance)
                .map(OrderView.class::cast)
                .toList();
        if (!orders.isEmpty()) {
            messages.add(new Message("orders", bodies.orders(pool, history(pool).sequence(), orders), holding.known()));
        }
        if (touched.leases()) {
            messages.add(new Message("leases", bodies.leases(), holding.known()));
        }
        return messages;
    }
}
