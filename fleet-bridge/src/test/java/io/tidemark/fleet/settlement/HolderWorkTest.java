package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.notice.Happening;
import io.tidemark.exchange.notice.HolderNotice;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.settlement.Task.State;
import io.tidemark.fleet.settlement.Task.Step;
import io.tidemark.fleet.settlement.TaskPlan.NewTask;
import io.tidemark.fleet.webhook.TooManyWebhooksException;
import io.tidemark.fleet.webhook.Webhook;
import io.tidemark.fleet.webhook.WebhookKey;
import io.tidemark.fleet.webhook.Webhooks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Word to holders: who wants it, who is told, and whom nobody holds up. */
@Timeout(60)
class HolderWorkTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final byte[] SECRET = {1, 2, 3};

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch release = new CountDownLatch(1);
    private Database database;
    private Tasks tasks;
    private Webhooks webhooks;
    private HolderWork work;
    private volatile long silent;
    private volatile long failing;

    @BeforeEach
    void open() {
        database = TestServer.newDatabase().open();
        tasks = new Tasks(database, clock::get, new RetryPolicy(2, 100, 100, 10_000));
        webhooks = new Webhooks(database);
        work = new HolderWork(tasks, new StepWork(tasks, Step.HOLDER, new RecordingFleet(), this::tell, point -> {}));
    }

    @AfterEach
    void close() {
        release.countDown();
        work.close();
        database.close();
    }

    private void tell(String key, Task task) {
        if (task.key().subject() == silent) {
            try {
                release.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        } else if (task.key().subject() == failing) {
            throw new IllegalStateException("it answered 500");
        }
        told.add(task.key().subject() + " " + task.idOfWord());
    }

    private long webhook(long account, Happening... happenings) {
        return webhooks.add(account, "https://example.org", Set.of(happenings), SECRET, 5)
                .id();
    }

    private void happens(Happening happening, long account, long sequence) {
        HolderNotice notice = new HolderNotice(
                happening, POOL, account, POOL + "-44", false, sequence, 1, 7, 3, "RECLAIMED", OptionalLong.of(9));
        database.inTransaction(transaction -> {
            List<NewTask> words = Webhooks.wanting(transaction, List.of(notice)).stream()
                    .map(NewTask::tell)
                    .toList();
            tasks.add(transaction, words);
            return words.size();
        });
    }

    private void runUntil(int count) throws InterruptedException {
        while (told.size() < count) {
            work.run();
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void onlyWhoWantsToHearOfItIsTold() throws InterruptedException {
        long notices = webhook(17, Happening.NOTICE, Happening.AT_RISK);
        webhook(17, Happening.ENDED);
        webhook(18, Happening.NOTICE);
        happens(Happening.NOTICE, 17, 901);
        happens(Happening.READY, 17, 902);
        while (!tasks.list(State.DUE, 0, 10).isEmpty()) {
            work.run();
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(told).containsExactly(notices + " B200X8.PRN1-901-1");
    }

    @Test
    void anAddressThatDoesNotAnswerHoldsUpNobodyElse() throws InterruptedException {
        silent = webhook(17, Happening.NOTICE);
        long other = webhook(18, Happening.NOTICE);
        for (int i = 0; i < 40; i++) {
            happens(Happening.NOTICE, 17, 100 + i);
        }
        happens(Happening.NOTICE, 18, 901);
        happens(Happening.NOTICE, 18, 902);
        runUntil(2);
        assertThat(told).containsExactlyInAnyOrder(other + " B200X8.PRN1-901-1", other + " B200X8.PRN1-902-1");
        release.countDown();
        runUntil(42);
    }

    @Test
    void whatIsGivenUpIsShownToItsOwnerAndIsNoWorryOfTheOperator() throws InterruptedException {
        failing = webhook(17, Happening.NOTICE);
        happens(Happening.NOTICE, 17, 901);
        while (tasks.list(State.PARKED, 0, 1).isEmpty()) {
            work.run();
            TimeUnit.MILLISECONDS.sleep(5);
            clock.addAndGet(100);
        }
        Webhook shown = webhooks.of(17).get(0);
        assertThat(shown.undelivered()).isEqualTo(1);
        assertThat(shown.problem()).contains("it answered 500");
        assertThat(tasks.backlog().parked()).isZero();
        assertThat(webhooks.remove(18, failing)).as("another's").isFalse();
        assertThat(webhooks.remove(17, failing)).isTrue();
        assertThat(webhooks.key(failing)).isEmpty();
        assertThat(tasks.list(State.PARKED, 0, 1)).isEmpty();
    }

    @Test
    void anAccountHasOnlyAFewAndTheSecretIsThatOfTheSpecification() {
        WebhookKey key = webhooks.add(17, "https://example.org", Set.of(Happening.NOTICE), SECRET, 5);
        assertThat(key.text()).isEqualTo("whsec_AQID");
        assertThat(key.toString()).doesNotContain("AQID");
        for (int i = 1; i < Webhooks.MOST; i++) {
            webhook(17, Happening.NOTICE);
        }
        assertThatThrownBy(() -> webhook(17, Happening.NOTICE)).isInstanceOf(TooManyWebhooksException.class);
        webhook(18, Happening.NOTICE);
    }
}
