package io.tidemark.connectors.fix;

import io.tidemark.connectors.account.SessionBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quickfix.Message;

/**
 * The one thread that sends. It follows the log, and between two looks at it sends answers; an answer never overtakes the
 * reports of what happened before it.
 */
final class Egress implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Egress.class);

    /** A security list is large in memory, so few wait here; who made more of them waits as well. */
    private static final int MOST_ANSWERS = 200;

    private static final long LOOK_MILLIS = 200;
    private static final long CLOSE_MILLIS = 5_000;

    private final Firms firms;
    private final Resumption resumption;
    private final LogFollower log;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>(MOST_ANSWERS);
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "fix-egress");
    private final Runnable whenBroken;
    private volatile boolean closed;
    private volatile Optional<String> problem = Optional.empty();

    private record Answer(String compId, Message message) {}

    /** One that reads this log from where it was resumed; {@code whenBroken} hears if it can send no more. */
    Egress(
            CommandLog.Source log,
            Resumption resumption,
            SessionBook sessions,
            Requests requests,
            Firms firms,
            Runnable whenBroken) {
        this.whenBroken = whenBroken;
        this.firms = firms;
        this.resumption = resumption;
        this.log = new LogFollower(
                log,
                resumption.beginning(),
                new OrderTracker(
                        sessions,
                        requests,
                        (compId, id, report) -> line(compId).ifPresent(line -> line.add(id, report))));
    }

    private Optional<Line> line(String compId) {
        return Optional.ofNullable(firms.line(compId));
    }

    /** Reads the log up to here, so that what is found out later is found out in its order. */
    void start() {
        // Those that wait are older than all that the log gives now.
        resumption
                .beginning()
                .owed()
                .forEach((compId, reports) -> line(compId)
                        .ifPresent(line -> reports.forEach(report -> line.add(report.id(), report.report()))));
        log.catchUp();
        thread.start();
    }

    /** Has an answer sent after everything that is in the log now; waits if very many are to be sent. */
    void answer(String compId, Message message) {
        if (problem.isPresent()) {
            return;
        }
        try {
            answers.put(new Answer(compId, message));
            news.release();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** There is something new in the log, or somebody has logged on. */
    void wake() {
        news.release();
    }

    private void run() {
        try {
            while (!closed) {
                if (news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
                step();
            }
            step();
            resumption.save(point());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error broken) {
            LOG.error(
                    "no more execution reports are sent, so the FIX door closes; after a restart they all are", broken);
            problem = Optional.of(broken.toString());
            // Nobody must wait for room in it.
            answers.clear();
            whenBroken.run();
        }
    }

    /** Why nothing is sent any more. */
    Optional<String> problem() {
        return problem;
    }

    private void step() {
        List<Answer> ready = new ArrayList<>();
        answers.drainTo(ready);
        // What an answer has seen is durable, so it is in the log by now: its reports go first.
        log.catchUp();
        ready.forEach(answer -> line(answer.compId()).ifPresent(line -> line.add(answer.message())));
        firms.lines().forEach(Line::flush);
        if (resumption.isDue(log.offset())) {
            resumption.save(point());
        }
    }

    /** What a next start must know; everything that no line has is in a message store by now. */
    private StartingPoint point() {
        Map<String, List<StartingPoint.Owed>> owed = new TreeMap<>();
        firms.lines().forEach(line -> owed.put(line.compId(), line.owed()));
        owed.values().removeIf(List::isEmpty);
        return log.point(owed);
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        resumption.close();
        log.close();
    }
}
