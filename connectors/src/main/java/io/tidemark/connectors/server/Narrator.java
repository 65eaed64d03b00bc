package io.tidemark.connectors.server;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.CallReason;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.RuleActivation;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;

/** Tells what happens in the market, a line each, for somebody who watches a terminal. */
final class Narrator {
    private static final int MOST_FIGURES = 6;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("EEE HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int SHORT_ID = 8;

    private final PrintStream out;
    private final LongFunction<String> names;

    /** A narrator that calls accounts by what {@code names} says of their numbers. */
    Narrator(PrintStream out, LongFunction<String> names) {
        this.out = out;
        this.names = names;
    }

    void tell(PoolId pool, List<LoggedCommand> commands) {
        for (LoggedCommand command : commands) {
            for (Event event : command.events()) {
                line(pool, event)
                        .ifPresent(line -> out.println(CLOCK.format(Instant.ofEpochMilli(command.time())) + "  "
                                + pad(pool.toString()) + "  " + line));
            }
        }
    }

    private static String pad(String pool) {
        return String.format(Locale.ROOT, "%-13s", pool);
    }

    private Optional<String> line(PoolId pool, Event event) {
        if (event instanceof Event.Traded trade) {
            String per = Price.format(perGpuHour(pool, trade));
            return say(
                    "trade    %s buys %d x %s at %s per GPU-hour, %s USD",
                    names.apply(trade.account()), trade.lots(), window(trade), per, Money.format(trade.cost()));
        } else if (event instanceof Event.CapacityChanged capacity) {
            return say("capacity %s from hour %s", lots(capacity.lots()), Hours.format(capacity.fromHour()));
        } else if (event instanceof Event.NeedWorkedOff need && need.needLots() > 0) {
            return say(
                    "need     %s back to internal work: %d idle, %d from leases with notice%s",
                    Lots.format(need.needLots()),
                    need.idleLots(),
                    need.leaseLots(),
                    need.unmetLots() > 0 ? ", " + need.unmetLots() + " must wait for firm holders" : "");
        } else if (event instanceof Event.RulesActivated rules) {
            RuleActivation by = rules.activation();
            return say(
                    "rules    %s price, proposed by %s, activated by %s",
                    by.ruleSet().substring(0, Math.min(SHORT_ID, by.ruleSet().length())),
                    by.proposedBy(),
                    by.activatedBy());
        } else if (event instanceof Event.FirmAtRisk risk) {
            return say(
                    "short    hour %s has %s sold and %d deliverable",
                    Hours.format(risk.hour()), Lots.format(risk.soldLots()), risk.capacityLots());
        } else if (event instanceof Event.SpotAtRisk risk) {
            return say(
                    "risk     internal work lacks %s: %s of spot may have to go back, nothing is decided",
                    Lots.format(risk.lots()),
                    Lots.format(risk.leases().stream()
                            .mapToLong(Event.LeaseLots::lots)
                            .sum()));
        } else if (event instanceof Event.LeaseNoticed notice) {
            return say(
                    "notice   %s hands back %s of spot by %s",
                    names.apply(notice.account()),
                    Lots.format(notice.lots()),
                    CLOCK.format(Instant.ofEpochMilli(notice.endsAt())));
        } else if (event instanceof Event.LeaseRuns lease) {
            return say(
                    "spot     %s runs %s at %s",
                    names.apply(lease.account()), Lots.format(lease.lots()), Price.format(lease.ticks()));
        } else if (event instanceof Event.LeaseHandedOver handed) {
            return say(
                    "fleet    %s has %s of spot in working order",
                    names.apply(handed.account()), Lots.format(handed.lots()));
        } else if (event instanceof Event.LeaseEnded lease) {
            return say(
                    "spot     %s ends %s: %s",
                    names.apply(lease.account()),
                    Lots.format(lease.lots()),
                    lease.why().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        } else if (event instanceof Event.SpotPriced spot) {
            return spot.supplyLots() == 0
                    ? say("spot     hour %s: no spot lots", Hours.format(spot.hour()))
                    : say(
                            "spot     hour %s costs %s, %d of %s awarded",
                            Hours.format(spot.hour()),
                            Price.format(spot.ticks()),
                            spot.awardedLots(),
                            Lots.format(spot.supplyLots()));
        } else if (event instanceof Event.Uncrossed call && call.reason() != CallReason.NONE) {
            long lots = call.prices().stream().mapToLong(Event.HourPrice::lots).sum();
            return lots == 0
                    ? Optional.empty()
                    : say("call     %s ends: %d lot-hour%s", call.reason(), lots, lots == 1 ? " trades" : "s trade");
        } else if (event instanceof Event.HourSettled settled && !settled.legs().isEmpty()) {
            long paid = settled.legs().stream().mapToLong(leg -> leg.paid()).sum();
            return say("settled  hour %s, %s USD paid for delivery", Hours.format(settled.hour()), Money.format(paid));
        }
        return Optional.empty();
    }

    /** One figure for each hour, the last for all that follow; of a week of them the first tell enough. */
    private static String lots(List<Long> hourly) {
        if (hourly.size() == 1) {
            return Lots.format(hourly.get(0));
        }
        return hourly.size() <= MOST_FIGURES
                ? hourly + " lots"
                : hourly.subList(0, MOST_FIGURES).toString().replace("]", ", ...] lots");
    }

    private static long perGpuHour(PoolId pool, Event.Traded trade) {
        long perTick = pool.lotHourMoney(1, trade.lots() * trade.window().hours());
        return trade.cost() / perTick;
    }

    private static String window(Event.Traded trade) {
        return trade.window().toString();
    }

    private static Optional<String> say(String format, Object... arguments) {
        return Optional.of(String.format(Locale.ROOT, format, arguments));
    }
}
