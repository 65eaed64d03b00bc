package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TaskDesk.State;
import io.tidemark.connectors.rest.TaskDesk.Task;
import io.tidemark.exchange.contract.Hours;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksTest {
    private static final String TASKS = "/v1/operator/tasks";
    private static final long HOUR = Hours.parse("2026112110");

    @TempDir
    Path directory;

    private TestMarket market;

    @BeforeEach
    void open() {
        market = TestMarket.open(directory);
        long alice = market.number("alice");
        market.tasks.add(task(1, "DELIVER", HOUR, alice, State.DONE, 1, ""));
        market.tasks.add(task(2, "DELIVER", HOUR, alice, State.PARKED, 12, "no free lot"));
        market.tasks.add(task(3, "LEASE", 77, alice, State.PARKED, 12, "it does not answer"));
        market.tasks.add(task(4, "NOTICE", 77, 999, State.DUE, 3, "it does not answer"));
    }

    @AfterEach
    void close() {
        market.close();
    }

    private static Task task(
            long id, String kind, long subject, long account, State state, int attempts, String problem) {
        return new Task(
                id,
                TestMarket.POOL,
                kind,
                subject,
                account,
                2,
                "FLEET",
                state,
                attempts,
                state == State.DUE ? Hours.startMillis(HOUR) : 0,
                problem,
                "key-" + id);
    }

    @Test
    void whatWaitsForAPersonIsListedWithWhatWentWrong() {
        JsonNode tasks = market.get(OPERATOR, TASKS).expect(200).json().path("tasks");
        assertThat(tasks.findValuesAsText("taskId")).containsExactly("2", "3");
        JsonNode delivery = tasks.path(0);
        assertThat(delivery.path("hour").asText()).isEqualTo("2026112110");
        assertThat(delivery.has("spotBidId")).isFalse();
        assertThat(delivery.path("account").asText()).isEqualTo("alice");
        assertThat(delivery.path("problem").asText()).isEqualTo("no free lot");
        assertThat(delivery.path("attempts").asInt()).isEqualTo(12);
        assertThat(delivery.path("idempotencyKey").asText()).isEqualTo("key-2");
        assertThat(tasks.path(1).path("spotBidId").asText()).isEqualTo("B200X8.PRN1-77");
    }

    @Test
    void othersAreListedByTheirStateInPages() {
        JsonNode due =
                market.get(OPERATOR, TASKS + "?state=DUE").expect(200).json().path("tasks");
        assertThat(due.findValuesAsText("account")).containsExactly("account 999");
        assertThat(due.path(0).path("notBefore").asText()).isEqualTo("2026-11-21T10:00:00Z");
        TestMarket.Answer first = market.get(OPERATOR, TASKS + "?limit=1").expect(200);
        assertThat(first.text("nextAfter")).isEqualTo("2");
        JsonNode second =
                market.get(OPERATOR, TASKS + "?limit=1&after=2").expect(200).json();
        assertThat(second.path("tasks").findValuesAsText("taskId")).containsExactly("3");
        assertThat(second.has("nextAfter")).isFalse();
    }

    @Test
    void onlyAParkedTaskIsTriedAgain() {
        assertThat(market.post(OPERATOR, TASKS + "/2/retry", "").expect(200).text("state"))
                .isEqualTo("DUE");
        assertThat(market.post(OPERATOR, TASKS + "/2/retry", "").expect(409).text("code"))
                .isEqualTo("TASK_NOT_PARKED");
        assertThat(market.get(OPERATOR, TASKS + "/2").expect(200).text("attempts"))
                .isEqualTo("0");
        assertThat(market.post(OPERATOR, TASKS + "/1/retry", "").expect(409).text("detail"))
                .contains("DONE");
    }

    @Test
    void whatIsNoTaskAndWhoIsNoOperatorIsTold() {
        for (String id : new String[] {"9", "-1", "abc", "99999999999999999999"}) {
            assertThat(market.get(OPERATOR, TASKS + "/" + id).expect(404).text("code"))
                    .as(id)
                    .isEqualTo("NO_SUCH_TASK");
        }
        assertThat(market.get(OPERATOR, TASKS + "?state=parkd").expect(422).text("field"))
                .isEqualTo("state");
        assertThat(market.get(OPERATOR, TASKS + "?limit=0").expect(422).text("field"))
                .isEqualTo("limit");
        assertThat(market.get(ALICE, TASKS).expect(403).text("code")).isEqualTo("SCOPE_MISSING");
    }
}
