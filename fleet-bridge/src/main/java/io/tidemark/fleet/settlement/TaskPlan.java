package io.tidemark.fleet.settlement;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.notice.HolderNotice;
import io.tidemark.exchange.pool.Event;
import io.tidemark.fleet.settlement.Task.ParcelLots;
import io.tidemark.fleet.settlement.TaskKey.Kind;
import io.tidemark.fleet.webhook.WebhookMessage;
import io.tidemark.fleet.webhook.Webhooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the events of a command ask to be done. Pure: the same command gives the same tasks with the same keys. */
final class TaskPlan {
    /** Room for the events of one command; a command with more would be a journal record beyond its largest size. */
    private static final int EVENT_BITS = 24;

    private TaskPlan() {}

    static long sequence(long generation) {
        return generation >> EVENT_BITS;
    }

    /** Which of the command's, in the part of a generation below its sequence. */
    static long index(long generation) {
        return generation & ((1L << EVENT_BITS) - 1);
    }

    /** A task that is not in the database yet; its fields as in {@link Task}. */
    record NewTask(TaskKey key, long lots, List<ParcelLots> parcels, long endsAt, String reason, String message) {
        NewTask(TaskKey key, long lots, List<ParcelLots> parcels, long endsAt, String reason) {
            this(key, lots, parcels, endsAt, reason, "");
        }

        /** Word of a notice to a webhook. */
        static NewTask tell(Webhooks.Wish wish) {
            HolderNotice notice = wish.notice();
            long generation = Math.addExact(Math.multiplyExact(notice.sequence(), 1L << EVENT_BITS), notice.index());
            return new NewTask(
                    new TaskKey(notice.pool(), Kind.TELL, wish.webhook(), notice.account(), generation),
                    notice.lots(),
                    List.of(),
                    notice.endsAt().orElse(0),
                    notice.reason(),
                    WebhookMessage.of(notice));
        }
    }

    static List<NewTask> tasks(PoolId pool, LoggedCommand logged) {
        List<NewTask> tasks = new ArrayList<>();
        for (int i = 0; i < logged.events().size(); i++) {
            Event event = logged.events().get(i);
            long generation = Math.addExact(Math.multiplyExact(logged.sequence(), 1L << EVENT_BITS), i);
            if (event instanceof Event.HourGated gated) {
                deliveries(pool, gated, generation, tasks);
            } else if (event instanceof Event.LeaseRuns runs) {
                TaskKey key = new TaskKey(pool, Kind.LEASE, runs.bidId(), runs.account(), generation);
                tasks.add(new NewTask(key, runs.lots(), List.of(), 0, ""));
            } else if (event instanceof Event.LeaseNoticed noticed) {
                TaskKey key = new TaskKey(pool, Kind.NOTICE, noticed.bidId(), noticed.account(), generation);
                tasks.add(new NewTask(key, noticed.lots(), List.of(), noticed.endsAt(), ""));
            } else if (event instanceof Event.LeaseEnded ended) {
                TaskKey key = new TaskKey(pool, Kind.RELEASE, ended.bidId(), ended.account(), generation);
                tasks.add(
                        new NewTask(key, ended.lots(), List.of(), 0, ended.why().name()));
            }
        }
        return tasks;
    }

    /** One task for each account with lots in the hour. */
    private static void deliveries(PoolId pool, Event.HourGated gated, long generation, List<NewTask> tasks) {
        Map<Long, List<ParcelLots>> byAccount = new TreeMap<>();
        for (Event.Delivery due : gated.plan()) {
            byAccount
                    .computeIfAbsent(due.account(), none -> new ArrayList<>())
                    .add(new ParcelLots(due.parcel(), due.lots(), due.allOrNone()));
        }
        byAccount.forEach((account, parcels) -> tasks.add(new NewTask(
                new TaskKey(pool, Kind.DELIVER, gated.hour(), account, generation),
                parcels.stream().mapToLong(ParcelLots::lots).sum(),
                parcels,
                0,
                "")));
    }
}
