package io.tidemark.exchange.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import io.tidemark.exchange.cluster.Letters.Answered;
import io.tidemark.exchange.cluster.Letters.MemberReport;
import io.tidemark.exchange.cluster.Letters.Request;
import io.tidemark.exchange.contract.PoolId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** What goes between members, over Hazelcast's connections: requests, their outcomes, and two questions. */
final class Mail implements AutoCloseable {
    /** Its tasks only hand over, so that a batch never waits behind another's journal. */
    static final String LETTERS = "letters";

    /** Its tasks may wait. */
    static final String CALLS = "calls";

    static final int LETTER_THREADS = 2;
    static final int CALL_THREADS = 8;

    private final HazelcastInstance member;
    private final IExecutorService letters;
    private final IExecutorService calls;
    private final AtomicLong lastNumber = new AtomicLong();
    private final Map<UUID, Lane<Answered>> back = new ConcurrentHashMap<>();
    private final ExecutorService carriers = Executors.newFixedThreadPool(2, task -> new Thread(task, "answers"));

    Mail(HazelcastInstance member) {
        this.member = member;
        this.letters = member.getExecutorService(LETTERS);
        this.calls = member.getExecutorService(CALLS);
    }

    /** Asked each time: a member that joins again after a cut has another. */
    private UUID self() {
        return member.getCluster().getLocalMember().getUuid();
    }

    /** Carries requests; completes when they have arrived. */
    CompletionStage<Void> requests(Member to, List<Request> batch) {
        Carried carried = new Carried();
        letters.submitToMember(
                new MemberCalls.Deliver(self(), lastNumber.incrementAndGet(), Letters.requests(batch)), to, carried);
        return carried.done;
    }

    /** Sends an outcome to the member that asked; if that has gone, nobody waits for it. */
    void answer(UUID to, Answered answer) {
        back.computeIfAbsent(to, this::laneBack).offer(answer);
    }

    private Lane<Answered> laneBack(UUID to) {
        return new Lane<>(answer -> 1, carriers, batch -> answers(to, batch), (batch, failed) -> {});
    }

    private CompletionStage<Void> answers(UUID to, List<Answered> batch) {
        Carried carried = new Carried();
        member.getCluster().getMembers().stream()
                .filter(each -> each.getUuid().equals(to))
                .findFirst()
                .ifPresentOrElse(
                        origin -> letters.submitToMember(
                                new MemberCalls.GiveBack(Letters.answers(batch)), origin, carried),
                        () -> carried.done.complete(null));
        return carried.done;
    }

    /** Has a member leave a pool; completes when it has. */
    CompletionStage<Void> makeRoom(Member at, PoolId pool) {
        Carried carried = new Carried();
        calls.submitToMember(new MemberCalls.MakeRoom(pool.toString()), at, carried);
        return carried.done;
    }

    /** Tells every member, this one too, that a pool is not what its journal says; nobody waits for it. */
    void halt(PoolId pool, long sequence, String why) {
        for (Member each : member.getCluster().getMembers()) {
            calls.submitToMember(new MemberCalls.Halt(pool.toString(), sequence, why), each, new Carried());
        }
    }

    /** Tells all others that this member leaves; completes when none of them sends anything here any more. */
    CompletableFuture<Void> farewell() {
        List<CompletableFuture<?>> heard = new ArrayList<>();
        for (Member each : member.getCluster().getMembers()) {
            if (!each.localMember()) {
                Carried carried = new Carried();
                calls.submitToMember(new MemberCalls.Farewell(self()), each, carried);
                // Who is gone sends nothing either.
                heard.add(carried.done.handle((heardIt, gone) -> gone == null));
            }
        }
        return CompletableFuture.allOf(heard.toArray(CompletableFuture[]::new));
    }

    /** Asks a member what it serves. */
    CompletableFuture<MemberReport> report(Member of) {
        CompletableFuture<MemberReport> told = new CompletableFuture<>();
        calls.submitToMember(new MemberCalls.Report(), of, new ExecutionCallback<byte[]>() {
            @Override
            public void onResponse(byte[] response) {
                told.complete(Letters.report(response));
            }

            @Override
            public void onFailure(Throwable failed) {
                told.completeExceptionally(failed);
            }
        });
        return told;
    }

    /** Whether every outcome has been sent. */
    boolean isIdle() {
        return back.values().stream().allMatch(Lane::isIdle);
    }

    void memberGone(UUID gone) {
        back.remove(gone);
    }

    @Override
    public void close() {
        carriers.shutdown();
    }

    private static final class Carried implements ExecutionCallback<byte[]> {
        final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public void onResponse(byte[] response) {
            done.complete(null);
        }

        @Override
        public void onFailure(Throwable failed) {
            done.completeExceptionally(failed);
        }
    }
}
