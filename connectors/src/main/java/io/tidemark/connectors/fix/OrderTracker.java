package io.tidemark.connectors.fix;

import io.tidemark.connectors.account.SessionBook;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.notice.Happening;
import io.tidemark.exchange.notice.HolderNotice;
import io.tidemark.exchange.notice.HolderNotices;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Event.SoldLeg;
import io.tidemark.exchange.pool.Event.Traded;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import quickfix.Message;
import quickfix.field.ClOrdID;
import quickfix.field.ExecRestatementReason;
import quickfix.field.OrigClOrdID;
import quickfix.field.Text;

/**
 * Turns the log into execution reports. It sees every command from the first on, or from a starting point, so it knows the
 * orders of all sessions and makes the same reports with the same ids each time; whether one was sent before is somebody
 * else's question.
 *
 * <p>For one thread.
 */
final class OrderTracker {
    /** ExecRestatementReason for what FIX has no code for. */
    private static final int OTHER = 99;

    private final SessionBook sessions;
    private final Requests requests;
    private final Recipient recipient;
    private final Map<String, TrackedOrder> orders = new HashMap<>();

    /** Where reports go, in the order of the log. */
    @FunctionalInterface
    interface Recipient {
        void report(String compId, ExecId id, Message report);
    }

    OrderTracker(SessionBook sessions, Requests requests, Recipient recipient) {
        this.sessions = sessions;
        this.requests = requests;
        this.recipient = recipient;
    }

    /** Knows these from now on, as if it had read of them. */
    void resume(List<TrackedOrder.State> kept) {
        kept.forEach(state -> {
            TrackedOrder order = TrackedOrder.of(state);
            orders.put(order.orderId(), order);
        });
    }

    /** The orders of which something may be told yet, by their ids. */
    List<TrackedOrder.State> orders() {
        return orders.values().stream()
                .sorted(Comparator.comparing(TrackedOrder::orderId))
                .map(TrackedOrder::state)
                .toList();
    }

    /** Everything that a command led to. */
    void apply(PoolId pool, LoggedCommand command) {
        Telling telling = new Telling(pool, command);
        command.events().forEach(telling::event);
        HolderNotices.of(pool, command).stream().filter(LeaseNews::tells).forEach(telling::news);
    }

    /** The reports of one command. */
    private final class Telling {
        private final PoolId pool;
        private final LoggedCommand command;
        private final Map<String, Integer> told = new HashMap<>();

        Telling(PoolId pool, LoggedCommand command) {
            this.pool = pool;
            this.command = command;
        }

        void event(Event event) {
            if (event instanceof Event.OrderEntered entered) {
                entered(entered);
            } else if (event instanceof Event.SpotBidEntered entered) {
                entered(entered);
            } else if (event instanceof Event.OrderReplaced replaced) {
                replaced(replaced);
            } else if (event instanceof Traded traded) {
                traded(traded);
            } else if (event instanceof Event.OrderClosed closed) {
                closed(closed.orderId(), closed.reason());
            } else if (event instanceof Event.SpotBidClosed closed) {
                closed(closed.bidId(), closed.reason());
            } else if (event instanceof Event.ParadoxicallyRejected rejected) {
                leftOut(rejected);
            } else {
                LeaseReports.of(event).ifPresent(this::lease);
            }
        }

        private void entered(Event.OrderEntered entered) {
            // A sell of several hours comes from another door: what it has got cannot be said in lots.
            boolean tellable = entered.side() == Side.BUY || entered.window().hours() == 1;
            SessionOrderId.read(entered.clientOrderId(), entered.account(), sessions)
                    .filter(id -> tellable)
                    .ifPresent(id -> begin(new TrackedOrder(
                            pool,
                            entered.orderId(),
                            id,
                            new Symbol.Firm(pool, entered.window()),
                            entered.side(),
                            entered.lots(),
                            entered.limit(),
                            OrderTerms.of(command.command())
                                    .orElseGet(() -> OrderTerms.plain(entered.timeInForce(), entered.allOrNone())))));
        }

        private void entered(Event.SpotBidEntered entered) {
            SessionOrderId.read(entered.clientOrderId(), entered.account(), sessions)
                    .ifPresent(id -> begin(new TrackedOrder(
                            pool,
                            entered.bidId(),
                            id,
                            new Symbol.Spot(pool),
                            Side.BUY,
                            entered.lots(),
                            entered.maxTicks(),
                            OrderTerms.plain(TimeInForce.GTC, entered.gang()))));
        }

        private void begin(TrackedOrder order) {
            orders.put(order.orderId(), order);
            tell(order, id -> Reports.of(order, id, command.time(), Reports.NEW, Reports.NEW));
        }

        private void replaced(Event.OrderReplaced replaced) {
            TrackedOrder order = find(replaced.orderId());
            if (order == null) {
                return;
            }
            String before = order.id().clOrdId();
            // Another door may have replaced it, under an id that no session gave: the order keeps the one it has.
            SessionOrderId after = SessionOrderId.read(replaced.clientOrderId(), replaced.account(), sessions)
                    .filter(id -> id.compId().equals(order.id().compId()))
                    .orElse(order.id());
            order.replaced(after, replaced.lots(), replaced.limit());
            tell(order, id -> {
                Message report = Reports.of(order, id, command.time(), Reports.REPLACED, Reports.openStatus(order));
                report.setString(OrigClOrdID.FIELD, before);
                report.setString(
                        Text.FIELD,
                        replaced.keptPriority() ? "the order keeps its place" : "the order is behind all at its limit");
                return report;
            });
        }

        private void traded(Traded traded) {
            TrackedOrder buyer = find(traded.orderId());
            if (buyer != null) {
                bought(buyer, traded);
            }
            traded.legs().forEach(leg -> sold(traded, leg));
        }

        private void bought(TrackedOrder buyer, Traded traded) {
            boolean block = buyer.hours() > 1;
            if (block) {
                buyer.filled(traded.lots(), traded.cost());
                tell(buyer, id -> TradeReports.ofBlock(buyer, id, command.time(), traded));
            }
            for (TradeReports.HourPrice price : TradeReports.pricesOf(traded)) {
                if (!block) {
                    buyer.filled(price.lots(), pool.lotHourMoney(price.ticks(), price.lots()));
                }
                tell(buyer, id -> TradeReports.ofHour(buyer, id, command.time(), traded, price));
            }
        }

        private void sold(Traded traded, SoldLeg leg) {
            TrackedOrder seller = find(leg.sellerOrderId());
            if (seller != null) {
                seller.filled(leg.lots(), pool.lotHourMoney(leg.ticks(), leg.lots()));
                TradeReports.HourPrice price = new TradeReports.HourPrice(leg.hour(), leg.ticks(), leg.lots());
                tell(seller, id -> TradeReports.ofHour(seller, id, command.time(), traded, price));
                forgetIfOver(seller);
            }
        }

        /** Nothing about the order has changed; its owner, who sees the prices, should know that it was no mistake. */
        private void leftOut(Event.ParadoxicallyRejected rejected) {
            TrackedOrder order = find(rejected.orderId());
            if (order != null) {
                tell(order, id -> {
                    Message report = Reports.of(order, id, command.time(), Reports.RESTATED, Reports.openStatus(order));
                    report.setInt(ExecRestatementReason.FIELD, OTHER);
                    report.setString(
                            Text.FIELD,
                            "the call left it out although its prices are inside the limit: filling it would have moved"
                                    + " the price of hour " + Hours.format(rejected.bindingHour())
                                    + " over the limit of another order");
                    return report;
                });
            }
        }

        private void closed(long number, CloseReason reason) {
            TrackedOrder order = find(number);
            if (order == null) {
                return;
            }
            order.close();
            Optional<Requests.Cancel> request = requests.take(pool, number);
            if (reason != CloseReason.FILLED) {
                tell(order, id -> ended(order, id, reason, request));
            }
            forgetIfOver(order);
        }

        private Message ended(TrackedOrder order, ExecId id, CloseReason reason, Optional<Requests.Cancel> request) {
            boolean expired = reason == CloseReason.GATE || reason == CloseReason.EXPIRED;
            String status = expired ? Reports.EXPIRED : Reports.CANCELED;
            Message report = Reports.of(order, id, command.time(), status, status);
            if (reason == CloseReason.CANCELLED) {
                request.flatMap(Requests.Cancel::clOrdId).ifPresent(clOrdId -> {
                    report.setString(ClOrdID.FIELD, clOrdId);
                    report.setString(OrigClOrdID.FIELD, order.id().clOrdId());
                });
                request.map(Requests.Cancel::restatement)
                        .ifPresent(why -> why.ifPresent(code -> report.setInt(ExecRestatementReason.FIELD, code)));
            }
            report.setString(Text.FIELD, why(reason));
            return report;
        }

        private void lease(LeaseReports.Change change) {
            TrackedOrder bid = find(change.bidId());
            if (bid != null) {
                change.track(bid);
                tell(bid, id -> {
                    Message report = Reports.of(
                            bid, id, command.time(), Reports.RESTATED, bid.isOpen() ? Reports.NEW : Reports.CANCELED);
                    change.describe(report);
                    return report;
                });
                forgetIfOver(bid);
            }
        }

        /** To every session of the account; the one that entered the bid has a report of a notice, but not of a risk. */
        private void news(HolderNotice notice) {
            TrackedOrder bid = orders.get(notice.leaseId());
            String reportedTo = bid != null && notice.happening() == Happening.NOTICE
                    ? bid.id().compId()
                    : "";
            for (String compId : sessions.compIdsOf(notice.account())) {
                if (!compId.equals(reportedTo)) {
                    ExecId id = nextId(compId);
                    recipient.report(compId, id, LeaseNews.of(notice, id));
                }
            }
        }

        private @Nullable TrackedOrder find(long number) {
            return orders.get(pool + "-" + number);
        }

        private void forgetIfOver(TrackedOrder order) {
            if (order.isOver()) {
                orders.remove(order.orderId());
            }
        }

        private void tell(TrackedOrder order, Function<ExecId, Message> report) {
            String compId = order.id().compId();
            ExecId id = nextId(compId);
            recipient.report(compId, id, report.apply(id));
        }

        private ExecId nextId(String compId) {
            return new ExecId(pool.toString(), command.sequence(), told.merge(compId, 1, Integer::sum));
        }
    }

    private static String why(CloseReason reason) {
        return switch (reason) {
            case CANCELLED -> "cancelled";
            case NOT_FILLED_AT_ONCE -> "it had one moment to trade, and this part did not";
            case GATE -> "the gate of its hour has closed";
            case EXPIRED -> "the instant at which it ends has come";
            case OUTSIDE_BAND -> "what was left would have traded outside the dynamic band";
            case SELF_MATCH -> "a buy of the same group has met it";
            case WITHDRAWN -> "withdrawn by the operator";
            case UNFUNDED -> "there is too little money for another hour at the maximum";
            case FILLED -> "filled";
        };
    }
}
