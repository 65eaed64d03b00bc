package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.DAY;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.CurtailmentDesk.Declared;
import io.tidemark.connectors.rest.TestMarket.Answer;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firm hours are taken back by two people, and by nobody alone. */
class CurtailmentTest {
    private static final String SECOND = "operator-2-key";
    private static final String PATH = "/v1/operator/pools/B200X8.PRN1/curtailments";
    private static final String WISH = "{'start':'2026112110','hours':1,'lots':2}";

    @TempDir
    Path directory;

    private TestMarket market;

    @BeforeEach
    void open() {
        market = TestMarket.open(directory);
        market.accounts.createWithKey("operator-2", SECOND, Set.of(Scope.VIEW, Scope.OPERATOR));
    }

    @AfterEach
    void close() {
        market.close();
    }

    private String declare() {
        return market.post(OPERATOR, PATH, WISH).expect(201).text("curtailmentId");
    }

    @Test
    void aDeclarationWaitsForAnotherPerson() {
        Answer declared = market.post(OPERATOR, PATH, WISH).expect(201);
        String id = declared.text("curtailmentId");
        assertThat(declared.response().headers().firstValue("Location")).contains(market.url() + PATH + "/" + id);
        assertThat(declared.text("status")).isEqualTo("WAITING");
        assertThat(declared.text("declaredBy")).isEqualTo("operator");
        JsonNode waiting = market.get(SECOND, PATH).expect(200).json().path("curtailments");
        assertThat(waiting).hasSize(1);
        assertThat(waiting.path(0).path("curtailmentId").asText()).isEqualTo(id);
        assertThat(market.get(SECOND, PATH.replace("B200X8.PRN1", "GB200R64.HYP1"))
                        .json()
                        .path("curtailments"))
                .isEmpty();

        Answer alone =
                market.post(OPERATOR, PATH + "/" + id + "/confirmation", "{}").expect(409);
        assertThat(alone.text("code")).isEqualTo("SECOND_PERSON_NEEDED");
        assertThat(alone.text("remedy")).contains("another operator");
        assertThat(market.get(SECOND, PATH).json().path("curtailments")).hasSize(1);
    }

    @Test
    void aConfirmedOneIsDoneOnceAndNamesBoth() {
        market.post(
                        ALICE,
                        "/v1/orders",
                        "{'symbol':'B200X8.PRN1.F/2026112110/1H','side':'BUY','lots':3,'limitPricePerGpuHour':'1.90'}")
                .expect(201);
        String id = declare();
        JsonNode done = market.post(SECOND, PATH + "/" + id + "/confirmation", "{}")
                .expect(200)
                .json();
        assertThat(done.path("status").asText()).isEqualTo("DONE");
        assertThat(done.path("declaredBy").asText()).isEqualTo("operator");
        assertThat(done.path("confirmedBy").asText()).isEqualTo("operator-2");
        assertThat(done.has("confirmBefore")).isFalse();
        assertThat(market.post(SECOND, PATH + "/" + id + "/confirmation", "{}")
                        .expect(404)
                        .text("code"))
                .isEqualTo("NO_SUCH_CURTAILMENT");
    }

    @Test
    void whatIsMistakenIsNamed() {
        for (String[] wrong : new String[][] {
            {"{'hours':1,'lots':2}", "MISSING_FIELD", "start"},
            {"{'start':'2026112110','lots':2}", "MISSING_FIELD", "hours"},
            {"{'start':'2026112110','hours':1}", "MISSING_FIELD", "lots"},
            {"{'start':'2026112110','hours':1,'lots':0}", "INVALID_FIELD", "lots"},
            {"{'start':'2026112110','hours':0,'lots':1}", "INVALID_FIELD", "hours"},
            {"{'start':'2026112110','hours':1,'lots':1,'confirmedBy':'me'}", "UNKNOWN_FIELD", "confirmedBy"}
        }) {
            Answer refused = market.post(OPERATOR, PATH, wrong[0]).expect(422);
            assertThat(refused.text("code")).isEqualTo(wrong[1]);
            assertThat(refused.text("field")).isEqualTo(wrong[2]);
        }
        for (String id : new String[] {"C7", "7", "C99999999999999999999", "Cx"}) {
            assertThat(market.post(SECOND, PATH + "/" + id + "/confirmation", "{}")
                            .expect(404)
                            .text("code"))
                    .isEqualTo("NO_SUCH_CURTAILMENT");
        }
        String elsewhere = PATH.replace("B200X8.PRN1", "GB200R64.HYP1") + "/" + declare() + "/confirmation";
        market.post(SECOND, elsewhere, "{}").expect(404);
        market.post(ALICE, PATH, WISH).expect(403);
        market.get(ALICE, PATH).expect(403);
        market.post(ALICE, PATH + "/C1/confirmation", "{}").expect(403);
    }

    @Test
    void aBuyBackNamesItsLimit() {
        String path = "/v1/operator/pools/B200X8.PRN1/buy-backs";
        Answer missing = market.post(OPERATOR, path, WISH).expect(422);
        assertThat(missing.text("code")).isEqualTo("MISSING_FIELD");
        assertThat(missing.text("field")).isEqualTo("limitPricePerGpuHour");
        market.post(ALICE, path, WISH).expect(403);
        // Without a ceiling in the rules nothing is bought back.
        Answer refused = market.post(OPERATOR, path, WISH.replace("}", ",'limitPricePerGpuHour':'3.00'}"));
        assertThat(refused.status()).as(refused.response().body()).isIn(409, 422);
    }

    @Test
    void aDeclarationIsForgottenAfterTenMinutes() {
        HandClock clock = new HandClock();
        CurtailmentDesk desk = new CurtailmentDesk(clock);
        Account one = new Account("one", 1, 1, Set.of());
        DeliveryWindow hours = new DeliveryWindow(DAY + 10, 1);
        Declared first = desk.declare(TestMarket.POOL, hours, 2, one);
        clock.now = clock.now.plus(Duration.ofMinutes(5));
        Declared second = desk.declare(TestMarket.POOL, hours, 2, one);
        clock.now = clock.now.plus(Duration.ofMinutes(5).minusMillis(1));
        assertThat(desk.waiting(TestMarket.POOL)).containsExactly(first, second);
        clock.now = clock.now.plusMillis(1);
        assertThat(desk.waiting(TestMarket.POOL)).containsExactly(second);
        assertThat(desk.find(TestMarket.POOL, first.number())).isEmpty();
        assertThat(desk.find(TestMarket.OTHER, second.number())).isEmpty();
        assertThat(desk.take(second)).isTrue();
        assertThat(desk.take(second)).isFalse();
        desk.putBack(second);
        assertThat(desk.find(TestMarket.POOL, second.number())).contains(second);
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
