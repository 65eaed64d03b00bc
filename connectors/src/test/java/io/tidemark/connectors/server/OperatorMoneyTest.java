package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's money in the whole program: it is there from the start, is spent and owed, and outlives a kill. */
class OperatorMoneyTest {
    private static final String POOL = "B200X8.PRN1";
    private static final String PATH = "/v1/operator/pools/" + POOL;

    @TempDir
    private Path data;

    private Program demo() {
        return Program.tidemark(
                "demo",
                "--port",
                "0",
                "--fix-port",
                "0",
                "--metrics-port",
                "0",
                "--quiet",
                "--no-participants",
                // Slow enough that the hours of the test lie ahead also on a busy machine.
                "--speed",
                "30",
                "--data",
                data.resolve("market").toString());
    }

    private static Buyer operator(Program program) {
        return new Buyer(program.uri(), DemoPeople.OPERATOR_KEY);
    }

    /** What there is in the first pool. */
    private static JsonNode funds(Buyer operator) {
        JsonNode pool = operator.get("/v1/operator/funds").ok().path("pools").path(0);
        assertThat(pool.path("pool").asText()).isEqualTo(POOL);
        return pool;
    }

    private static BigDecimal usd(JsonNode of, String field) {
        return new BigDecimal(of.path(field).asText());
    }

    private static void assertBalanced(Buyer operator) {
        JsonNode balance = operator.get("/v1/operator/balance").ok();
        assertThat(balance.path("balanced").asBoolean()).as("%s", balance).isTrue();
    }

    /** Buys a lot back when no call runs, and gives the code if it is refused. */
    private static String buyBack(Program program, String hour) {
        String wish = "{'start':'%s','hours':1,'lots':1,'limitPricePerGpuHour':'3.00'}".formatted(hour);
        String[] code = {""};
        program.await("a buy-back outside a call", () -> {
            code[0] = operator(program).post(PATH + "/buy-backs", wish).code();
            return !code[0].equals("NOT_IN_A_CALL");
        });
        return code[0];
    }

    @Test
    void itBuysBackPaysDamagesIsOwedAndOutlivesAKill() throws InterruptedException {
        String hour;
        BigDecimal left;
        try (Program program = demo()) {
            Buyer operator = operator(program);
            assertThat(funds(operator).path("operatorUsd").asText()).isEqualTo("50000.00");
            assertThat(funds(operator).path("damagesUsd").asText()).isEqualTo("25000.00");
            hour = holdTwoLots(program);
            assertThat(buyBack(program, hour)).isEmpty();

            for (String account : new String[] {"operator", "damages"}) {
                operator.post(
                                PATH + "/withdrawals",
                                "{'account':'%s','amountUsd':'%s'}"
                                        .formatted(account, usd(funds(operator), account + "Usd")))
                        .ok();
            }
            assertThat(buyBack(program, hour)).isEqualTo("INSUFFICIENT_CREDIT");
            assertBalanced(operator);

            BigDecimal owed = curtail(program, hour);
            program.await(
                    "the status to say that it owes",
                    () -> operator.get("/v1/status").ok().toString().contains(" USD of damages are owed to holders"));
            JsonNode deposit = deposit(operator);
            assertThat(usd(deposit, "owedUsd")).isZero();
            left = usd(deposit, "freeUsd");
            assertThat(left).isEqualByComparingTo(new BigDecimal("1000").subtract(owed));
            assertThat(buyBack(program, hour)).isEmpty();
            assertBalanced(operator);
            program.kill();
        }
        try (Program program = demo()) {
            Buyer operator = operator(program);
            assertThat(usd(funds(operator), "operatorUsd"))
                    .as("the demo gives its play money once")
                    .isEqualByComparingTo(left);
            assertThat(usd(deposit(operator), "freeUsd"))
                    .as("a transfer is moved once")
                    .isEqualByComparingTo(left);
            assertBalanced(operator);
            program.kill();
        }
    }

    private static JsonNode deposit(Buyer operator) {
        return operator.post(PATH + "/deposits", "{'account':'operator','amountUsd':'1000','transferId':1}")
                .ok();
    }

    /** Alice buys two lots of an hour well ahead; gives the hour. */
    private static String holdTwoLots(Program program) {
        Buyer alice = new Buyer(program.uri(), DemoPeople.ALICE_KEY);
        JsonNode order = alice.post(
                        "/v1/orders",
                        "{'pool':'%s','start':'+9h','hours':1,'side':'BUY','lots':2,'limitPricePerGpuHour':'6.00'}"
                                .formatted(POOL))
                .ok();
        program.await(
                "alice to hold two lots",
                () -> alice.get("/v1/orders/" + order.path("orderId").asText())
                        .ok()
                        .path("status")
                        .asText()
                        .equals("FILLED"));
        return order.path("start").asText();
    }

    /** Takes them away again, by two people, with nothing to pay damages from; gives what is owed for it. */
    private static BigDecimal curtail(Program program, String hour) {
        Buyer operator = operator(program);
        String id = operator.post(PATH + "/curtailments", "{'start':'%s','hours':1,'lots':2}".formatted(hour))
                .ok()
                .path("curtailmentId")
                .asText();
        new Buyer(program.uri(), DemoPeople.SECOND_OPERATOR_KEY)
                .post(PATH + "/curtailments/" + id + "/confirmation", "{}")
                .ok();
        JsonNode debt = funds(operator).path("owed").path(0);
        assertThat(debt.path("account").asText()).isEqualTo("alice");
        assertThat(debt.path("hour").asText()).isEqualTo(hour);
        BigDecimal owed = usd(funds(operator), "owedUsd");
        assertThat(owed).isPositive();
        return owed;
    }
}
