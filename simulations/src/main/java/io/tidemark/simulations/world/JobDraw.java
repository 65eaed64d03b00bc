package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.scenario.Scenario.Buyer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What jobs a buyer has. Hours are drawn each on its own, and each job from numbers of its own, so no job depends on what
 * became of another.
 */
final class JobDraw {
    /** More jobs than any hour has: they number the jobs of all hours without overlap. */
    private static final long JOBS_PER_HOUR = 1_000_000;

    private static final long HOURS_FROM_MONDAY_TO_EPOCH = 72;
    private static final int OPENS = 8;
    private static final int CLOSES = 18;
    private static final int WORKDAYS = 5;
    private static final double OFFICE_WEIGHT = 6;

    /** So that the mean over the 168 hours of a week is one. */
    private static final double QUIET_RATE = 168.0 / (168 - 50 + 50 * OFFICE_WEIGHT);

    private final Buyer buyer;
    private final String stream;
    private final NamedStreams streams;

    /** @param stream names the numbers: the participant and its pool */
    JobDraw(Buyer buyer, String stream, NamedStreams streams) {
        this.buyer = buyer;
        this.stream = stream;
        this.streams = streams;
    }

    /**
     * A job.
     *
     * @param limit what a GPU-hour is worth to it, in ticks
     * @param stays whether it waits for other lots after its first reclaim, its second, and so on
     */
    record Job(long number, long arrival, long lots, int hours, long lead, long limit, long stays) {
        boolean staysAfter(int reclaim) {
            return (stays >>> (reclaim % Long.SIZE) & 1) == 1;
        }
    }

    /** The jobs that arrive in an hour, the first first. */
    List<Job> arrivalsIn(long hour) {
        UniformRandomProvider random = streams.stream(stream + "/arrivals", hour);
        double rate = buyer.perHour() * weight(hour);
        List<Job> jobs = new ArrayList<>();
        // 1 - [0, 1) is never zero, of which there is no logarithm.
        for (double at = exponential(random) / rate; at < 1; at += exponential(random) / rate) {
            long arrival = Hours.startMillis(hour) + (long) (at * Hours.MILLIS);
            jobs.add(job(hour * JOBS_PER_HOUR + jobs.size(), arrival));
        }
        return jobs;
    }

    private static double exponential(UniformRandomProvider random) {
        return -StrictMath.log(1 - random.nextDouble());
    }

    private double weight(long hour) {
        if (!buyer.officeHours()) {
            return 1;
        }
        long hourOfWeek = Math.floorMod(hour + HOURS_FROM_MONDAY_TO_EPOCH, 168);
        long hourOfDay = hourOfWeek % 24;
        boolean office = hourOfWeek / 24 < WORKDAYS && hourOfDay >= OPENS && hourOfDay < CLOSES;
        return QUIET_RATE * (office ? OFFICE_WEIGHT : 1);
    }

    private Job job(long number, long arrival) {
        UniformRandomProvider random = streams.stream(stream + "/job", number);
        long lots = buyer.lots().at(random.nextDouble());
        int hours = (int) buyer.hours().at(random.nextDouble());
        long lead = buyer.lead().at(random.nextDouble());
        double dollars = StrictMath.exp(buyer.logMean() + buyer.logDeviation() * gaussian(random));
        long stays = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            stays |= (random.nextDouble() < buyer.resubmit() ? 1L : 0L) << bit;
        }
        return new Job(number, arrival, lots, hours, lead, Math.max(1, Math.round(dollars * 100)), stays);
    }

    /** Box and Muller's: two numbers a draw, always. */
    private static double gaussian(UniformRandomProvider random) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }
}
