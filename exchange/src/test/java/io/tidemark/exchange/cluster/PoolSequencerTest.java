package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import java.lang.reflect.Proxy;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One pool's sequencer, with a map that does what the test wants and a journal whose disk waits for it. */
class PoolSequencerTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long START = Hours.startMillis(Hours.parse("2026112108"));
    private static final Command.Cancel CANCEL = new Command.Cancel(100, 1);

    /** What the map does with a batch. */
    @FunctionalInterface
    private interface Execution {
        byte[] execute(EntryProcessor<String, PoolHost, byte[]> processor, Map.Entry<String, PoolHost> entry)
                throws Exception;
    }

    private final HeldJournal journal = new HeldJournal();
    private final PoolEngine engine = new PoolEngine(POOL);
    private final List<LoggedCommand> told = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService acknowledger = Executors.newSingleThreadExecutor();
    private final List<PoolSequencer> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(PoolSequencer::stop);
        acknowledger.shutdownNow();
    }

    private PoolSequencer start(Execution execution) {
        Map.Entry<String, PoolHost> entry = new SimpleEntry<>(POOL.toString(), new PoolHost(1, engine));
        PoolSequencer sequencer = new PoolSequencer(
                POOL,
                new PoolSequencer.Surroundings(
                        map(execution, entry),
                        journal,
                        MarketClock.stoppedAt(START, 1),
                        acknowledger,
                        (pool, nanos) -> {},
                        (pool, logged) -> told.addAll(logged)),
                new PoolSequencer.Start(1, 0, Long.MAX_VALUE));
        sequencer.start();
        started.add(sequencer);
        return sequencer;
    }

    private PoolSequencer start() {
        return start(EntryProcessor::process);
    }

    /** A map of one pool that can do nothing but execute. */
    @SuppressWarnings("unchecked")
    private static IMap<String, PoolHost> map(Execution execution, Map.Entry<String, PoolHost> entry) {
        return (IMap<String, PoolHost>) Proxy.newProxyInstance(
                IMap.class.getClassLoader(), new Class<?>[] {IMap.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("executeOnKey")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return execution.execute((EntryProcessor<String, PoolHost, byte[]>) arguments[1], entry);
                });
    }

    private static <T> T soon(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static List<Command> openingWithTwoAccounts() {
        return List.of(
                new Command.OpenMarket(MarketRules.standard()),
                new Command.OpenAccount(100, 100),
                new Command.OpenAccount(101, 101));
    }

    private static List<Command> cancels(int count) {
        return Collections.nCopies(count, CANCEL);
    }

    private static List<Command> ticks(int count) {
        return Collections.nCopies(count, new Command.Tick());
    }

    @Test
    void nothingIsToldToAnyoneBeforeItIsDurable() throws InterruptedException {
        PoolSequencer sequencer = start();
        CompletableFuture<List<Answer<Reply>>> list = sequencer.submit(openingWithTwoAccounts());
        journal.awaitAppended();
        CompletableFuture<Answer<Reply>> one = sequencer.submit(CANCEL);
        journal.awaitAppended();
        CompletableFuture<Void> reader = sequencer.gate().await(4);
        // Applied, as the engine shows, and still nobody has heard of it.
        assertThat(engine.sequence()).isEqualTo(4);
        soon(CompletableFuture.runAsync(() -> {}, acknowledger));
        assertThat(list).isNotDone();
        assertThat(one).isNotDone();
        assertThat(reader).isNotDone();
        assertThat(told).isEmpty();
        assertThat(sequencer.load().durableSequence()).isZero();
        journal.sync();
        assertThat(soon(list)).extracting(Answer::sequence).containsExactly(1L, 2L, 3L);
        assertThat(soon(one).sequence()).isEqualTo(4);
        soon(reader);
        soon(CompletableFuture.runAsync(() -> {}, acknowledger));
        assertThat(told).extracting(LoggedCommand::sequence).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatTheJournalLosesIsNeverAnsweredAndThePoolStops() throws InterruptedException {
        PoolSequencer sequencer = start();
        CompletableFuture<List<Answer<Reply>>> list = sequencer.submit(openingWithTwoAccounts());
        journal.awaitAppended();
        journal.fail(new IllegalStateException("the disk is gone"));
        assertThatThrownBy(() -> soon(list))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(ExchangeStoppedException.class)
                .hasMessageContaining("the disk is gone");
        assertThatThrownBy(() -> soon(sequencer.submit(CANCEL))).hasMessageContaining("the disk is gone");
        assertThatThrownBy(() -> soon(sequencer.submit(cancels(2)))).hasMessageContaining("the disk is gone");
        assertThat(sequencer.stopped()).hasMessageContaining("the disk is gone");
        assertThat(told).isEmpty();
    }

    @Test
    void aRefusalInAListIsAnAnswerAndDoesNotTouchTheNext() {
        journal.flow();
        PoolSequencer sequencer = start();
        soon(sequencer.submit(openingWithTwoAccounts()));
        List<Answer<Reply>> answers = soon(sequencer.submit(List.of(CANCEL, new Command.OpenAccount(102, 102))));
        assertThat(answers.get(0).value())
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.NO_SUCH_ORDER));
        assertThat(answers.get(1).value()).isEqualTo(new Reply.Done());
    }

    @Test
    void aListIsSequencedWithNothingInBetween() throws InterruptedException {
        journal.flow();
        PoolSequencer sequencer = start();
        soon(sequencer.submit(openingWithTwoAccounts()));
        List<CompletableFuture<List<Answer<Reply>>>> lists = Collections.synchronizedList(new ArrayList<>());
        List<Thread> gateways = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int size = 300 + i;
            Thread gateway = new Thread(() -> {
                for (int sent = 0; sent < 20; sent++) {
                    lists.add(sequencer.submit(cancels(size)));
                    lists.add(sequencer.submit(CANCEL).thenApply(List::of));
                }
            });
            gateway.start();
            gateways.add(gateway);
        }
        for (Thread gateway : gateways) {
            gateway.join();
        }
        List<Long> all = new ArrayList<>();
        for (CompletableFuture<List<Answer<Reply>>> list : lists) {
            List<Long> sequences = soon(list).stream().map(Answer::sequence).toList();
            long first = sequences.get(0);
            assertThat(sequences)
                    .isEqualTo(LongStream.range(first, first + sequences.size())
                            .boxed()
                            .toList());
            all.addAll(sequences);
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(20 * (300 + 301 + 302 + 303) + 80);
    }

    @Test
    void aFullQueueRefusesOrdersAndStillTakesCancels() throws InterruptedException {
        journal.flow();
        CountDownLatch map = new CountDownLatch(1);
        PoolSequencer sequencer = start((processor, entry) -> {
            map.await();
            return processor.process(entry);
        });
        CompletableFuture<Answer<Reply>> first = sequencer.submit(new Command.Tick());
        while (sequencer.load().queued() > 0) {
            Thread.sleep(1);
        }
        // The first is stuck in the map; from here on nothing leaves the queue.
        int room = CommandQueue.LONGEST - CommandQueue.KEPT_FOR_CANCELS;
        List<CompletableFuture<List<Answer<Reply>>>> entered = new ArrayList<>();
        for (int left = room - 1; left > 0; left -= BatchExchange.LARGEST_LIST) {
            entered.add(sequencer.submit(ticks(Math.min(left, BatchExchange.LARGEST_LIST))));
        }
        assertThatThrownBy(() -> soon(sequencer.submit(ticks(2)))).hasCauseInstanceOf(ExchangeBusyException.class);
        assertThat(sequencer.load().queued()).as("all of a list or none").isEqualTo(room - 1);
        CompletableFuture<Answer<Reply>> last = sequencer.submit(new Command.Tick());
        assertThatThrownBy(() -> soon(sequencer.submit(new Command.Tick())))
                .hasCauseInstanceOf(ExchangeBusyException.class);
        CompletableFuture<Answer<Reply>> cancel = sequencer.submit(CANCEL);
        CompletableFuture<List<Answer<Reply>>> cancels = sequencer.submit(cancels(10));
        assertThatThrownBy(() -> soon(sequencer.submit(List.of(CANCEL, new Command.Tick()))))
                .hasCauseInstanceOf(ExchangeBusyException.class);
        assertThat(sequencer.load().busyRefusals()).isEqualTo(3);
        map.countDown();
        entered.forEach(PoolSequencerTest::soon);
        assertThat(soon(first).sequence()).isEqualTo(1);
        assertThat(soon(last).sequence()).isEqualTo(room + 1);
        assertThat(soon(cancel).sequence()).isEqualTo(room + 2);
        assertThat(soon(cancels)).hasSize(10);
        assertThat(sequencer.load().queued()).isZero();
    }

    @Test
    void aBatchThatTheMapExecutesTwiceIsAppliedOnce() {
        journal.flow();
        PoolSequencer sequencer = start((processor, entry) -> {
            processor.process(entry);
            return processor.process(entry);
        });
        assertThat(soon(sequencer.submit(openingWithTwoAccounts())))
                .extracting(Answer::sequence)
                .containsExactly(1L, 2L, 3L);
        assertThat(soon(sequencer.submit(CANCEL)).sequence()).isEqualTo(4);
        assertThat(engine.sequence()).isEqualTo(4);
    }

    @Test
    void aBatchThatIsAppliedOnAnotherMemberComesBackAsBytes() {
        journal.flow();
        InternalSerializationService elsewhere = new DefaultSerializationServiceBuilder()
                .addDataSerializableFactory(PoolOperations.FACTORY_ID, PoolOperations.factory())
                .build();
        PoolSequencer sequencer = start((processor, entry) -> {
            EntryProcessor<String, PoolHost, byte[]> arrived = elsewhere.toObject(elsewhere.toData(processor));
            return arrived.process(entry);
        });
        List<Command> commands = openingWithTwoAccounts();
        assertThat(soon(sequencer.submit(commands))).extracting(Answer::value).containsOnly(new Reply.Done());
        soon(CompletableFuture.runAsync(() -> {}, acknowledger));
        assertThat(told).extracting(LoggedCommand::command).isEqualTo(commands);
        elsewhere.dispose();
    }

    @Test
    void whatThrowsInTheMapHaltsThePoolAndNobodyWaitsForever() {
        PoolSequencer sequencer = start((processor, entry) -> {
            throw new IllegalStateException("half done");
        });
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(sequencer.submit(CANCEL));
            waiting.add(sequencer.submit(cancels(3)));
        }
        assertThat(waiting)
                .allSatisfy(future -> assertThatThrownBy(() -> soon(future)).hasMessageContaining("half done"));
        assertThatThrownBy(() -> soon(sequencer.gate().await(1))).hasMessageContaining("half done");
    }

    @Test
    void whoComesWhileItStopsIsAnsweredOrFailed() throws InterruptedException {
        journal.flow();
        PoolSequencer sequencer = start();
        List<CompletableFuture<?>> waiting = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch some = new CountDownLatch(1_000);
        Thread gateway = new Thread(() -> {
            while (sequencer.stopped() == null) {
                waiting.add(sequencer.submit(CANCEL));
                some.countDown();
            }
        });
        gateway.start();
        some.await();
        sequencer.stop();
        gateway.join();
        assertThat(waiting).allSatisfy(future -> {
            try {
                soon(future);
            } catch (CompletionException failed) {
                assertThat(failed.getCause())
                        .isInstanceOfAny(ExchangeStoppedException.class, ExchangeBusyException.class);
            }
        });
    }

    @Test
    void aListHasCommandsAndNotTooMany() {
        PoolSequencer sequencer = start();
        assertThatThrownBy(() -> sequencer.submit(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 1024");
        assertThatThrownBy(() -> sequencer.submit(ticks(1_025))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theChanceOfACommandIsNotNegativeAndItsOwn() {
        StampedBatch batch = new StampedBatch(1, 0, START, -1, ticks(1_000));
        List<Long> draws =
                LongStream.range(0, 1_000).map(i -> batch.draw((int) i)).boxed().toList();
        assertThat(draws).doesNotHaveDuplicates().allMatch(draw -> draw >= 0 && draw <= Integer.MAX_VALUE);
        assertThat(new StampedBatch(1, 0, START, -1, ticks(1)).draw(0)).isEqualTo(draws.get(0));
    }
}
