package io.tidemark.simulations.selftest;

import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.selftest.CaseResult.Way;
import io.tidemark.simulations.statistics.Estimate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/** Case 2: whoever finds no free lot waits. How often, Erlang's second formula says. */
final class WaitingCases {
    private static final int REPLICATIONS = 40;
    private static final double WARMUP = 50;

    private record Queue(int lots, double load, double waiting, double length) {}

    private static final List<Queue> QUEUES = List.of(
            new Queue(10, 8, 0.409180, 70_000),
            new Queue(30, 25, 0.249893, 105_000),
            new Queue(100, 90, 0.216940, 115_000));

    private WaitingCases() {}

    static void run(NamedStreams streams, Effort effort, Consumer<CaseResult> results) {
        for (Queue queue : QUEUES) {
            double length = effort.length(queue.length()) / REPLICATIONS;
            double[] shares = IntStream.range(0, REPLICATIONS)
                    .parallel()
                    .mapToDouble(replication -> shareThatWaits(queue, streams, replication, length))
                    .toArray();
            results.accept(CaseResult.of(
                    2,
                    "wait, %d lots, %d erlangs".formatted(queue.lots(), (int) queue.load()),
                    Way.KIT,
                    queue.waiting(),
                    Estimate.of(shares),
                    effort.bound(0.03)));
        }
    }

    private static double shareThatWaits(Queue queue, NamedStreams streams, int replication, double length) {
        UniformRandomProvider gaps = streams.stream("erlang-c/gaps/" + queue.lots(), replication);
        UniformRandomProvider durations = streams.stream("erlang-c/durations/" + queue.lots(), replication);
        Calendar calendar = new Calendar();
        double unit = 3_600_000_000.0;
        long warm = (long) (WARMUP * unit);
        long end = (long) ((WARMUP + length) * unit);
        int arrival = 1;
        int departure = 2;
        long arrivals = 0;
        long waited = 0;
        int busy = 0;
        int waiting = 0;
        calendar.enter(0, arrival);
        for (long now = 0; now < end; now = calendar.nextTime()) {
            boolean comes = calendar.take() == arrival;
            if (comes) {
                calendar.enter(now + Math.round(Durations.exponential(gaps) / queue.load() * unit), arrival);
                arrivals += now >= warm ? 1 : 0;
                waited += now >= warm && busy == queue.lots() ? 1 : 0;
            }
            if (comes && busy == queue.lots()) {
                waiting++;
            } else if (comes || waiting > 0) {
                busy += comes ? 1 : 0;
                waiting -= comes ? 0 : 1;
                calendar.enter(now + Math.round(Durations.exponential(durations) * unit), departure);
            } else {
                busy--;
            }
        }
        return (double) waited / arrivals;
    }
}
