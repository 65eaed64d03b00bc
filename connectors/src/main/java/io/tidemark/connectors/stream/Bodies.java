package io.tidemark.connectors.stream;

import io.tidemark.connectors.account.Account;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.notice.HolderNotice;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.IndicativeView;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.PoolView;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How the things of a stream are written down, each as one line. */
public interface Bodies {
    /**
     * The first message.
     *
     * @param resumed empty if the reader did not say that it had been here before
     */
    String hello(Collection<PoolId> pools, Optional<Account> account, Optional<Boolean> resumed);

    String pool(PoolId pool, long sequence, PoolView view);

    String hours(PoolId pool, long sequence, List<HourView> hours);

    String indicative(PoolId pool, long sequence, IndicativeView view);

    String trade(PoolId pool, Change.Print print);

    String orders(PoolId pool, long sequence, List<OrderView> orders);

    String notice(HolderNotice notice);

    String leases();

    String reset(String reason);
}
