package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything that can be asked of the pool of a {@link RandomHistory}, more or less. */
final class Questions {
    private static final int MANY = 10_000;

    private Questions() {}

    static List<View> answers(PoolEngine engine) {
        return all(engine).stream().map(engine::answer).toList();
    }

    static List<Query> all(PoolEngine engine) {
        long hour = Hours.containing(engine.time());
        List<Query> all = new ArrayList<>(List.of(
                new Query.PoolStatus(),
                new Query.HoursFrom(hour - 3, 30),
                new Query.Wallets(),
                new Query.OpenOrders(),
                new Query.Indicative(),
                new Query.Balance(),
                new Query.Book(),
                new Query.HouseFunds()));
        for (long account = Clearing.OPERATOR; account <= 107; account += account == Clearing.DAMAGES ? 99 : 1) {
            all.add(new Query.AccountOf(account));
            all.add(Query.OrdersOf.newest(account, MANY));
            all.add(Query.OrdersOf.open(account, MANY));
            all.add(new Query.OrderOf(account, 7));
            for (int id = 1; id < 100; id += 7) {
                all.add(new Query.OrderByClientId(account, "c" + id));
            }
        }
        for (long first = hour - 10; first < hour + 12; first++) {
            all.add(new Query.DueIn(first));
        }
        for (long first = hour; first < hour + 9; first += 3) {
            DeliveryWindow window = new DeliveryWindow(first, 1 + (int) (first % 2) * 3);
            all.add(new Query.QuoteFor(102, window, first + 2, 3, first % 2 == 0, 0));
            all.add(new Query.WhatWouldFill(103, window, 5, first % 2 == 1, 210));
        }
        Set<Class<?>> kinds = new HashSet<>();
        all.forEach(query -> kinds.add(query.getClass()));
        if (!kinds.equals(Set.of(Query.class.getPermittedSubclasses()))) {
            throw new AssertionError("a kind of question is missing among " + kinds);
        }
        return all;
    }
}
