package io.tidemark.connectors.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.rest.PoolsResource.HourBody;
import io.tidemark.connectors.rest.PoolsResource.PoolBody;
import io.tidemark.connectors.rest.SpotBidsResource.SpotBidBody;
import io.tidemark.connectors.stream.Bodies;
import io.tidemark.connectors.stream.Change.Print;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.notice.HolderNotice;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.IndicativeView;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.PoolView;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages of the stream, made of the same bodies that the resources answer with. */
final class StreamMessages implements Bodies {
    private final Market market;
    private final int speed;

    /** Messages of a market whose clock runs so much faster than real time. */
    StreamMessages(Market market, int speed) {
        this.speed = speed;
        this.market = market;
    }

    /**
     * The first message.
     *
     * @param speed how many seconds of market time pass in one of real time
     * @param account absent for somebody who came without a ticket
     * @param resumed absent for somebody who came for the first time
     */
    record HelloMessage(
            @Nullable String marketTime,
            int speed,
            List<String> pools,
            @Nullable String account,
            @Nullable Boolean resumed) {}

    record HoursMessage(
            String pool, long sequence, @Nullable String marketTime, List<HourBody> hours) {}

    /** A trade; {@code lots} are those in every hour of the window. */
    record TradeMessage(
            String pool,
            long sequence,
            @Nullable String marketTime,
            String symbol,
            String start,
            int hours,
            long lots,
            @Nullable String pricePerGpuHour,
            String kind) {}

    /** Firm orders and spot bids, each as its list has it. */
    record OrdersMessage(String pool, long sequence, List<Record> orders) {}

    record ResetMessage(String reason) {}

    @Override
    public String hello(Collection<PoolId> pools, Optional<Account> account, Optional<Boolean> resumed) {
        return text(new HelloMessage(
                Amounts.instant(market.now()),
                speed,
                pools.stream().map(PoolId::toString).toList(),
                account.map(Account::name).orElse(null),
                resumed.orElse(null)));
    }

    @Override
    public String pool(PoolId pool, long sequence, PoolView view) {
        ObjectNode body = Json.MAPPER.valueToTree(PoolBody.of(pool, view, market.now()));
        return text(body.put("sequence", sequence));
    }

    @Override
    public String hours(PoolId pool, long sequence, List<HourView> hours) {
        return text(new HoursMessage(
                pool.toString(),
                sequence,
                Amounts.instant(market.now()),
                hours.stream().map(hour -> HourBody.of(pool, hour)).toList()));
    }

    @Override
    public String indicative(PoolId pool, long sequence, IndicativeView view) {
        ObjectNode body = Json.MAPPER.valueToTree(IndicativeBody.of(pool, view, market.now()));
        return text(body.put("sequence", sequence));
    }

    @Override
    public String trade(PoolId pool, Print print) {
        long gpuHours = print.lots() * print.window().hours() * pool.gpusPerLot();
        return text(new TradeMessage(
                pool.toString(),
                print.sequence(),
                Amounts.instant(print.time()),
                new Symbol.Firm(pool, print.window()).toString(),
                Hours.format(print.window().start()),
                print.window().hours(),
                print.lots(),
                Amounts.average(print.cost(), gpuHours),
                print.kind().name()));
    }

    @Override
    public String orders(PoolId pool, long sequence, List<OrderView> orders) {
        return text(new OrdersMessage(
                pool.toString(),
                sequence,
                orders.stream().map(order -> order(pool, order)).toList()));
    }

    private static Record order(PoolId pool, OrderView order) {
        return order.window().isPresent() ? OrderBody.of(pool, order, null) : SpotBidBody.of(pool, order);
    }

    @Override
    public String notice(HolderNotice notice) {
        return text(NoticeMessage.of(notice));
    }

    @Override
    public String leases() {
        return "{}";
    }

    @Override
    public String reset(String reason) {
        return text(new ResetMessage(reason));
    }

    private static String text(Object message) {
        try {
            return Json.MAPPER.writeValueAsString(message);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a message is always JSON", impossible);
        }
    }
}
