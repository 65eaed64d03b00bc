package io.tidemark.simulations.participant;

import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.TitleView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/** What a participant does with what it sees. The numbers are a plausible taste, not a measurement. */
public enum Strategy {
    /** Trains models: wants whole blocks of hours within the next day, all or nothing, at about what they are worth. */
    TRAINER {
        @Override
        List<Command> act(Hand hand, Picture picture, UniformRandomProvider random) {
            if (random.nextDouble() > 0.08 || picture.openOrders().size() >= 4) {
                return List.of();
            }
            int length = 2 + random.nextInt(9);
            long start = picture.pool().firstOpenHour() + random.nextInt(12);
            long lots = 1L + random.nextInt(4);
            return window(picture, start, length)
                    .map(window ->
                            hand.buy(window, lots, valued(picture, window, 1.04, 0.15, random), TimeInForce.GTC, true))
                    .map(List::of)
                    .orElse(List.of());
        }
    },

    /** Runs batches: takes single hours and short windows, whatever it can get. */
    BATCHER {
        @Override
        List<Command> act(Hand hand, Picture picture, UniformRandomProvider random) {
            if (random.nextDouble() > 0.15 || picture.openOrders().size() >= 6) {
                return List.of();
            }
            int length = 1 + random.nextInt(2);
            long start = picture.pool().firstOpenHour() + random.nextInt(6);
            long lots = 1L + random.nextInt(6);
            TimeInForce timeInForce = inCall(picture) || random.nextBoolean() ? TimeInForce.GTC : TimeInForce.IOC;
            return window(picture, start, length)
                    .map(window ->
                            hand.buy(window, lots, valued(picture, window, 0.98, 0.12, random), timeInForce, false))
                    .map(List::of)
                    .orElse(List.of());
        }
    },

    /** Lives on spot: keeps a few evergreen bids, and takes some back after a while. */
    SPOT_RIDER {
        @Override
        List<Command> act(Hand hand, Picture picture, UniformRandomProvider random) {
            List<OrderView> open = picture.openOrders();
            if (!open.isEmpty() && random.nextDouble() < 0.01) {
                return List.of(hand.cancel(open.get(random.nextInt(open.size())).orderId()));
            }
            long spot = picture.pool().spotTicks();
            if (open.size() >= 3 || spot == 0 || random.nextDouble() > 0.1) {
                return List.of();
            }
            long max = Math.max(1, Math.round(spot * StrictMath.exp(0.15 + 0.25 * gaussian(random))));
            return List.of(hand.spot(
                    1L + random.nextInt(10),
                    Math.min(max, picture.pool().sheet().bandHigh()),
                    random.nextInt(3) == 0));
        }
    },

    /** Buys hours below what they are worth and offers what it holds above. */
    RESELLER {
        @Override
        List<Command> act(Hand hand, Picture picture, UniformRandomProvider random) {
            List<Command> commands = new ArrayList<>();
            if (random.nextDouble() < 0.1) {
                for (TitleView title : picture.account().titles()) {
                    long spare = title.lots() - title.offeredLots();
                    Optional<HourView> hour = picture.hour(title.hour());
                    if (spare > 0 && title.hour() >= picture.pool().firstOpenHour() && hour.isPresent()) {
                        long ask = Math.round(hour.get().reference() * (1.05 + 0.1 * random.nextDouble()));
                        commands.add(hand.sell(new DeliveryWindow(title.hour(), 1), spare, insideBand(picture, ask)));
                    }
                }
            }
            if (random.nextDouble() < 0.05 && picture.openOrders().size() < 8) {
                long start = picture.pool().firstOpenHour() + 4 + random.nextInt(20);
                window(picture, start, 1 + random.nextInt(4))
                        .ifPresent(window -> commands.add(hand.buy(
                                window,
                                2L + random.nextInt(4),
                                valued(picture, window, 0.97, 0.05, random),
                                TimeInForce.GTC,
                                false)));
            }
            return commands;
        }
    };

    abstract List<Command> act(Hand hand, Picture picture, UniformRandomProvider random);

    private static boolean inCall(Picture picture) {
        return picture.pool().phase() != Phase.CONTINUOUS;
    }

    /** The window, if all of it is listed and has a reference. */
    private static Optional<DeliveryWindow> window(Picture picture, long start, int length) {
        return start + length <= picture.pool().listedUntil()
                ? picture.reference(start, length).map(reference -> new DeliveryWindow(start, length))
                : Optional.empty();
    }

    /** A limit around the reference of the window: lognormal, in ticks, inside the static band. */
    private static long valued(
            Picture picture, DeliveryWindow window, double level, double spread, UniformRandomProvider random) {
        long reference = picture.reference(window.start(), window.hours()).orElseThrow();
        return insideBand(picture, Math.round(reference * level * StrictMath.exp(spread * gaussian(random))));
    }

    private static long insideBand(Picture picture, long ticks) {
        return Math.max(
                picture.pool().sheet().bandLow(),
                Math.min(picture.pool().sheet().bandHigh(), ticks));
    }

    /** Irwin and Hall's sum of twelve: near enough to a normal draw for a taste, and the same on every machine. */
    private static double gaussian(UniformRandomProvider random) {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum - 6;
    }
}
