package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static io.tidemark.connectors.rest.TestMarket.POOR;
import static io.tidemark.connectors.rest.TestMarket.READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import io.tidemark.exchange.cluster.ExchangeBusyException;
import io.tidemark.exchange.cluster.ExchangeFullException;
import io.tidemark.exchange.cluster.ExchangeStoppedException;
import io.tidemark.exchange.cluster.NotEnteredException;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Refusal;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be wrong: each row is one mistake, and what is said about it. */
class ProblemsTest {
    private static TestMarket market;

    @BeforeAll
    static void open(@TempDir Path directory) {
        market = TestMarket.open(directory);
    }

    @AfterAll
    static void close() {
        market.close();
    }

    @AfterEach
    void heal() {
        market.exchange.trouble(null);
    }

    private static final String GOOD =
            "\"symbol\":\"B200X8.PRN1.F/2026112110/2H\",\"side\":\"BUY\",\"lots\":1,\"limitPricePerGpuHour\":\"1.00\"";

    /** Every problem is one of ours, and says nothing of the inside. */
    private static JsonNode problem(Answer answer, int status, String code, String field) {
        answer.expect(status);
        assertThat(answer.contentType()).isEqualTo(Problem.MEDIA_TYPE);
        JsonNode problem = answer.json();
        assertThat(problem.path("code").asText()).as(problem.toString()).isEqualTo(code);
        assertThat(problem.path("field").asText()).as(problem.toString()).isEqualTo(field);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).matches("(?s)[^a-z].*[.?]");
        assertThat(problem.path("remedy").asText()).matches("(?s)[^a-z].*[.?]");
        assertThat(problem.toString())
                .doesNotContain("Exception")
                .doesNotContainPattern("(io\\.tidemark|com\\.fasterxml|java\\.|jakarta|jersey|jetty|Jackson)")
                .doesNotContain("OrderEntry", "QuoteRequest", "SpotBidEntry", "DepositEntry", "AccountEntry");
        return problem;
    }

    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", nullValues = "-", textBlock = """
            # the request                                                                    | status | code | field
            GET    | /nowhere                       | -       | 404 | NO_SUCH_PATH |
            GET    | /v1                            | -       | 404 | NO_SUCH_PATH |
            GET    | /v1/poools                     | -       | 404 | NO_SUCH_PATH |
            DELETE | /v1/pools                      | -       | 405 | METHOD_NOT_ALLOWED |
            PATCH  | /v1/orders                     | -       | 405 | METHOD_NOT_ALLOWED |
            GET    | /v1/pools/B200X8.PRN2          | -       | 404 | NO_SUCH_POOL |
            GET    | /v1/pools/B200X8.PRN1/hours?from=tomorrow  | - | 422 | INVALID_FIELD | from
            GET    | /v1/pools/B200X8.PRN1/hours?from=2026113105 | - | 422 | INVALID_FIELD | from
            GET    | /v1/pools/B200X8.PRN1/hours?from=%2B999999999-01-01T00:00Z | - | 422 | INVALID_FIELD | from
            GET    | /v1/pools/B200X8.PRN1/prices/%2B999999999-01-01T00:00Z/explain | - | 422 | INVALID_FIELD | hour
            GET    | /v1/pools/B200X8.PRN1/hours?hours=0    | - | 422 | INVALID_FIELD | hours
            GET    | /v1/pools/B200X8.PRN1/hours?hours=many | - | 422 | INVALID_FIELD | hours
            GET    | /v1/pools/B200X8.PRN1/hours?hour=3     | - | 422 | UNKNOWN_FIELD | hour
            GET    | /v1/pools/B200X8.PRN1/prices/2026112111/explain | - | 404 | NO_EXPLANATION | hour
            GET    | /v1/orders/B200X8.PRN1-999     | -       | 404 | NO_SUCH_ORDER |
            GET    | /v1/orders/42                  | -       | 404 | NO_SUCH_ORDER |
            GET    | /v1/orders/B200X8.PRN1-99999999999999999999 | - | 404 | NO_SUCH_ORDER |
            GET    | /v1/orders?pool=B200X8         | -       | 422 | INVALID_FIELD | pool
            GET    | /v1/orders?open=maybe          | -       | 422 | INVALID_FIELD | open
            GET    | /v1/orders?limit=1001          | -       | 422 | INVALID_FIELD | limit
            GET    | /v1/orders?after=B200X8.PRN1-7 | -       | 422 | INVALID_FIELD | after
            DELETE | /v1/orders/B200X8.PRN1-999     | -       | 404 | NO_SUCH_ORDER |
            DELETE | /v1/spot-bids/B200X8.PRN1-999  | -       | 404 | NO_SUCH_ORDER |
            POST   | /v1/orders                     | ``      | 400 | BODY_MISSING |
            POST   | /v1/orders                     | null    | 400 | BODY_MISSING |
            POST   | /v1/orders                     | {       | 400 | MALFORMED_JSON |
            POST   | /v1/orders                     | {'a' 1} | 400 | MALFORMED_JSON |
            POST   | /v1/orders                     | {'lots':1,'lots':2} | 400 | MALFORMED_JSON |
            POST   | /v1/orders                     | {} {}   | 400 | MALFORMED_JSON |
            POST   | /v1/orders                     | []      | 400 | MALFORMED_JSON |
            POST   | /v1/orders                     | 7       | 400 | MALFORMED_JSON |
            POST   | /v1/orders                     | 'text'  | 400 | MALFORMED_JSON |
            POST   | /v1/orders                     | {'lotz':1} | 422 | UNKNOWN_FIELD | lotz
            POST   | /v1/orders                     | {}      | 422 | MISSING_FIELD | pool
            POST   | /v1/orders                     | {'lots':'8'} | 422 | INVALID_FIELD | lots
            POST   | /v1/orders                     | {'lots':8.5} | 422 | INVALID_FIELD | lots
            POST   | /v1/orders                     | {'lots':99999999999999999999} | 422 | INVALID_FIELD | lots
            POST   | /v1/orders                     | {'lots':{}} | 422 | INVALID_FIELD | lots
            POST   | /v1/orders                     | {'limitPricePerGpuHour':2.5} | 422 | INVALID_FIELD | limitPricePerGpuHour
            POST   | /v1/orders                     | {'allOrNone':'yes'} | 422 | INVALID_FIELD | allOrNone
            POST   | /v1/orders                     | {'symbol':'B200X8.PRN1'} | 422 | INVALID_FIELD | symbol
            POST   | /v1/orders                     | {'symbol':'B200X8.PRN1.S'} | 422 | INVALID_FIELD | symbol
            POST   | /v1/orders                     | {'symbol':'B200X8.PRN9.F/2026112110/2H'} | 422 | INVALID_FIELD | symbol
            POST   | /v1/orders                     | {'symbol':'B200X8.PRN1.F/2026113110/2H'} | 422 | INVALID_FIELD | symbol
            POST   | /v1/orders                     | {'symbol':'B200X8.PRN1.F/2026112110/02H'} | 422 | INVALID_FIELD | symbol
            POST   | /v1/orders                     | {'symbol':'B200X8.PRN1.F/2026112110/0H'} | 422 | INVALID_FIELD | symbol
            POST   | /v1/orders                     | {'symbol':'B200X8.PRN1.F/2026112110/2H','pool':'B200X8.PRN1'} | 422 | INVALID_FIELD | symbol
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':169} | 422 | INVALID_FIELD | hours
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'2026-11-21T10:30Z','hours':1} | 422 | INVALID_FIELD | start
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'buy'} | 422 | INVALID_FIELD | side
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.005'} | 422 | INVALID_FIELD | limitPricePerGpuHour
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','timeInForce':'DAY'} | 422 | INVALID_FIELD | timeInForce
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','timeInForce':'GTD'} | 422 | MISSING_FIELD | expiresAt
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','timeInForce':'IOC','expiresAt':'+1h'} | 422 | TERMS_CONTRADICT | expiresAt
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','expiresAt':'tomorrow'} | 422 | INVALID_FIELD | expiresAt
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','expiresAt':'2026-11-21T10:00'} | 422 | INVALID_FIELD | expiresAt
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','expiresAt':'+999999999-01-01T00:00Z'} | 422 | INVALID_FIELD | expiresAt
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','expiresAt':'2026-11-21T08:00:00Z'} | 422 | EXPIRY_IN_THE_PAST | expiresAt
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','type':'STOP'} | 422 | INVALID_FIELD | type
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','type':'MARKET'} | 422 | TERMS_CONTRADICT | limitPricePerGpuHour
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'type':'MARKET','timeInForce':'GTC'} | 422 | TERMS_CONTRADICT | timeInForce
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'type':'MARKET','timeInForce':'FOK'} | 422 | TERMS_CONTRADICT | timeInForce
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'type':'MARKET','expiresAt':'+1h'} | 422 | TERMS_CONTRADICT | expiresAt
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'type':'LIMIT'} | 422 | MISSING_FIELD | limitPricePerGpuHour
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'0.00'} | 422 | PRICE_OUTSIDE_BAND | limitPricePerGpuHour
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','postOnly':'yes'} | 422 | INVALID_FIELD | postOnly
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','postOnly':true,'timeInForce':'IOC'} | 422 | TERMS_CONTRADICT | postOnly
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','selfMatch':'CANCEL_NEWEST'} | 422 | INVALID_FIELD | selfMatch
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'1.90','postOnly':true} | 409 | POST_ONLY_WOULD_TRADE | postOnly
            DELETE | /v1/orders?side=BOTH           | -       | 422 | INVALID_FIELD | side
            DELETE | /v1/orders?pool=B200X8         | -       | 422 | INVALID_FIELD | pool
            DELETE | /v1/orders?start=%2B2h         | -       | 422 | MISSING_FIELD | hours
            DELETE | /v1/orders?hours=2             | -       | 422 | MISSING_FIELD | start
            DELETE | /v1/orders?start=%2B2h&hours=169 | -     | 422 | INVALID_FIELD | hours
            DELETE | /v1/orders?spot=yes            | -       | 422 | INVALID_FIELD | spot
            DELETE | /v1/orders?spot=true&side=BUY  | -       | 422 | TERMS_CONTRADICT | spot
            DELETE | /v1/orders?open=true           | -       | 422 | UNKNOWN_FIELD | open
            GET    | /v1/pools/B200X8.PRN2/indicative | -     | 404 | NO_SUCH_POOL |
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00','clientOrderId':'no spaces'} | 422 | INVALID_FIELD | clientOrderId
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+0h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00'} | 422 | WINDOW_IN_THE_PAST | window
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+900h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00'} | 422 | WINDOW_NOT_LISTED | window
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':0,'limitPricePerGpuHour':'2.00'} | 422 | LOTS_NOT_POSITIVE | lots
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'SELL','lots':1,'limitPricePerGpuHour':'2.00','allOrNone':true} | 422 | SELLERS_ARE_DIVISIBLE | allOrNone
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'20.01'} | 422 | PRICE_OUTSIDE_BAND | limitPricePerGpuHour
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':100001,'limitPricePerGpuHour':'2.00'} | 422 | TOO_MANY_LOTS | lots
            POST   | /v1/orders                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'SELL','lots':1,'limitPricePerGpuHour':'2.00'} | 422 | TITLES_NOT_COVERED | lots
            POST   | /v1/orders                     | {'pool':'GB200R64.HYP1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'2.00'} | 409 | UNKNOWN_ACCOUNT | account
            POST   | /v1/spot-bids                  | {'pool':'B200X8.PRN1'} | 422 | MISSING_FIELD | lots
            POST   | /v1/spot-bids                  | {'pool':'B200X8.PRN1','lots':1,'maxPrice':'1.00'} | 422 | UNKNOWN_FIELD | maxPrice
            POST   | /v1/spot-bids                  | {'pool':'B200X8.PRN1','lots':1,'maxPricePerGpuHour':'0.00'} | 422 | PRICE_OUTSIDE_BAND | maxPricePerGpuHour
            DELETE | /v1/leases/B200X8.PRN1-999     | -       | 404 | NO_SUCH_LEASE |
            DELETE | /v1/leases/B200X8.PRN1-F-2026112110 | - | 404 | NO_SUCH_LEASE |
            POST   | /v1/leases                     | {}      | 405 | METHOD_NOT_ALLOWED |
            GET    | /v1/statement?after=-1         | -       | 422 | INVALID_FIELD | after
            GET    | /v1/statement?after=B200X8     | -       | 422 | INVALID_FIELD | after
            GET    | /v1/statement?limit=0          | -       | 422 | INVALID_FIELD | limit
            PUT    | /v1/account/access             | ``      | 400 | BODY_MISSING |
            PUT    | /v1/account/access             | {}      | 422 | MISSING_FIELD | sshPublicKey
            PUT    | /v1/account/access             | {'sshKey':'x'} | 422 | UNKNOWN_FIELD | sshKey
            PUT    | /v1/account/access             | {'sshPublicKey':'x'} | 422 | INVALID_FIELD | sshPublicKey
            PUT    | /v1/account/access             | {'sshPublicKey':'-----BEGIN OPENSSH PRIVATE KEY-----'} | 422 | INVALID_FIELD | sshPublicKey
            POST   | /v1/quotes                     | {'pool':'B200X8.PRN1'} | 422 | MISSING_FIELD | start
            POST   | /v1/quotes                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'lots':0} | 422 | INVALID_FIELD | lots
            POST   | /v1/quotes                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'lots':9223372036854775807} | 422 | INVALID_FIELD | lots
            POST   | /v1/quotes                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'lots':1,'latestStart':'+1h'} | 422 | INVALID_FIELD | latestStart
            POST   | /v1/quotes                     | {'pool':'B200X8.PRN1','start':'+0h','hours':1,'lots':1} | 422 | WINDOW_IN_THE_PAST | start
            POST   | /v1/quotes                     | {'pool':'B200X8.PRN1','start':'+900h','hours':1,'lots':1} | 422 | WINDOW_NOT_LISTED | hours
            POST   | /v1/quotes                     | {'pool':'B200X8.PRN1','start':'+2h','hours':1,'lots':1,'limitPricePerGpuHour':'999999999'} | 422 | PRICE_OUTSIDE_BAND | limitPricePerGpuHour
            """)
    void aMistakeIsNamed(String method, String path, String body, int status, String code, String field) {
        HttpRequest.Builder request = market.request(path)
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.replace('\'', '"')));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        problem(market.send(ALICE, request), status, code, field == null ? "" : field);
    }

    @Test
    void jsonThatBreaksOffSaysWhere() {
        JsonNode problem = problem(
                market.post(ALICE, "/v1/orders", "{\n  'lots': 8,\n  'side' 'BUY'}"), 400, "MALFORMED_JSON", "");
        assertThat(problem.path("line").asInt()).isEqualTo(3);
        assertThat(problem.path("column").asInt()).isBetween(9, 11);
    }

    @Test
    void aMisspeltFieldIsRecognised() {
        JsonNode problem = problem(
                market.post(ALICE, "/v1/orders", "{'limitPricePerGPUHours':'2.00'}"),
                422,
                "UNKNOWN_FIELD",
                "limitPricePerGPUHours");
        assertThat(problem.path("remedy").asText()).isEqualTo("Did you mean 'limitPricePerGpuHour'?");
        assertThat(problem.path("alternatives").path(0).asText()).isEqualTo("limitPricePerGpuHour");
        assertThat(problem.path("alternatives")).hasSize(16);
    }

    @Test
    void tooLittleMoneyNamesHowManyLotsItIsFor() {
        String body = "{" + GOOD + "}";
        problem(market.post(POOR, "/v1/orders", body), 422, "INSUFFICIENT_CREDIT", "lots");
    }

    @Test
    void withoutTheRightKeyNobodyGetsIn() {
        for (String path : new String[] {
            "/v1/orders",
            "/v1/spot-bids",
            "/v1/account",
            "/v1/leases",
            "/v1/nodes",
            "/v1/statement",
            "/v1/operator/balance"
        }) {
            Answer noKey = market.get("", path);
            problem(noKey, 401, "KEY_MISSING", "");
            assertThat(noKey.response().headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer");
            problem(market.get("wrong", path), 401, "KEY_UNKNOWN", "");
        }
        problem(market.post(READER, "/v1/orders", "{}"), 403, "SCOPE_MISSING", "");
        problem(market.delete(READER, "/v1/orders/B200X8.PRN1-1"), 403, "SCOPE_MISSING", "");
        problem(market.delete(READER, "/v1/orders"), 403, "SCOPE_MISSING", "");
        for (String path :
                new String[] {"accounts", "deposits", "pools/B200X8.PRN1/halt", "pools/B200X8.PRN1/resume"}) {
            problem(market.post(ALICE, "/v1/operator/" + path, "{}"), 403, "SCOPE_MISSING", "");
        }
    }

    @Test
    void whatIsAnothersIsMissing() {
        String mine = market.post(ALICE, "/v1/orders", "{" + GOOD.replace('"', '\'') + "}")
                .expect(201)
                .text("orderId");
        String bid = market.post(ALICE, "/v1/spot-bids", "{'pool':'B200X8.PRN1','lots':1,'maxPricePerGpuHour':'0.50'}")
                .expect(201)
                .text("spotBidId");
        String missing = "B200X8.PRN1-424242";
        for (String kind : new String[] {"/v1/orders/", "/v1/spot-bids/"}) {
            for (String id : new String[] {mine, bid}) {
                assertThat(market.get(BOB, kind + id).response().body())
                        .isEqualTo(market.get(BOB, kind + missing).response().body());
                assertThat(market.delete(BOB, kind + id).response().body())
                        .isEqualTo(market.delete(BOB, kind + missing).response().body());
            }
        }
        assertThat(market.get(ALICE, "/v1/orders/" + mine).text("status")).isEqualTo("OPEN");
        assertThat(market.get(ALICE, "/v1/spot-bids/" + bid).text("status")).isEqualTo("OPEN");
        assertThat(market.get(
                                BOB,
                                "/v1/orders?clientOrderId="
                                        + market.get(ALICE, "/v1/orders/" + mine)
                                                .text("clientOrderId"))
                        .json()
                        .path("orders"))
                .isEmpty();
    }

    @Test
    void whatEndedCannotBeCancelled() {
        String filled = market.post(
                        ALICE,
                        "/v1/orders",
                        "{'symbol':'B200X8.PRN1.F/2026112113/1H','side':'BUY','lots':1,'limitPricePerGpuHour':'2.10'}")
                .expect(201)
                .text("orderId");
        problem(market.delete(ALICE, "/v1/orders/" + filled), 409, "ORDER_ENDED", "");
    }

    @Test
    void onlyJsonIsReadAndSent() {
        problem(
                market.send(
                        ALICE,
                        market.request("/v1/orders")
                                .header("Content-Type", "text/xml")
                                .POST(BodyPublishers.ofString("<a/>"))),
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "");
        problem(
                market.send(ALICE, market.request("/v1/orders").POST(BodyPublishers.ofString("{}"))),
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "");
        problem(
                market.send(
                        "",
                        market.request("/v1/pools")
                                .header("Accept", "text/html")
                                .GET()),
                406,
                "NOT_ACCEPTABLE",
                "");
    }

    @Test
    void whatJerseyAnswersByItselfIsHarmless() {
        Answer options = market.send("", market.request("/v1/orders").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(options.response().headers().firstValue("Allow").orElse("")).contains("POST", "GET");
        assertThat(options.status()).isIn(200, 204);
        assertThat(options.response().body()).doesNotContain("wadl", "Exception");
        assertThat(market.send("", market.request("/v1/pools").method("HEAD", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(200);
        assertThat(market.send("", market.request("/v1/orders").method("HEAD", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aBodyThatIsTooLargeIsNotRead() {
        String large = "{\"symbol\":\"" + "x".repeat(WholeBody.MAX_BYTES) + "\"}";
        problem(market.post(ALICE, "/v1/orders", large), 413, "BODY_TOO_LARGE", "");
        // Without a length announced.
        problem(
                market.send(
                        ALICE,
                        market.request("/v1/orders")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(large)))),
                413,
                "BODY_TOO_LARGE",
                "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /v1/pools/%zz HTTP/1.1                     | 400
            GET /v1/pools?a=%zz HTTP/1.1                   | 4
            GET /v1/../../etc HTTP/1.1                     | 4
            GET /v1/pools/%2e%2e/%2f HTTP/1.1              | 4
            GET http://[bad HTTP/1.1                       | 400
            HELLO                                          | 400
            """)
    void brokenHttpIsAProblemToo(String line, String status) throws IOException {
        assertThat(raw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("Content-Type: " + Problem.MEDIA_TYPE)
                .doesNotContain("<html", "Exception", "jetty");
    }

    @Test
    void headersThatAreTooLargeAreAProblemToo() throws IOException {
        assertThat(raw("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: " + "x".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .containsIgnoringCase("Content-Type: " + Problem.MEDIA_TYPE);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), market.server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aBusyPoolAsksToComeAgain() {
        market.exchange.trouble(() -> CompletableFuture.failedFuture(new ExchangeBusyException(TestMarket.POOL)));
        Answer busy = market.post(ALICE, "/v1/orders", "{" + GOOD + "}");
        problem(busy, 503, "BUSY", "");
        assertThat(busy.response().headers().firstValue("Retry-After")).contains("1");
        market.exchange.trouble(() -> {
            throw new ExchangeBusyException(TestMarket.POOL);
        });
        problem(market.get("", "/v1/pools/B200X8.PRN1"), 503, "BUSY", "");
    }

    @Test
    void aFullDiskIsToldFromAFullQueue() {
        market.exchange.trouble(() -> CompletableFuture.failedFuture(
                new ExchangeFullException(TestMarket.POOL, new IOException("No space left on device"))));
        JsonNode full = problem(market.post(ALICE, "/v1/orders", "{" + GOOD + "}"), 503, "DISK_FULL", "");
        assertThat(full.path("remedy").asText()).startsWith("Cancels still pass");
    }

    @Test
    void aPoolThatTookNothingInSaysSo() {
        market.exchange.trouble(() -> CompletableFuture.failedFuture(new NotEnteredException("moved")));
        JsonNode told = problem(market.post(ALICE, "/v1/orders", "{" + GOOD + "}"), 503, "NOT_SERVED", "");
        assertThat(told.path("detail").asText()).contains("nothing was entered");
    }

    @Test
    void anOutcomeThatIsNotKnownIsNotGuessed() {
        market.exchange.trouble(() -> CompletableFuture.failedFuture(new ExchangeStoppedException("stopped")));
        JsonNode unknown = problem(
                market.post(ALICE, "/v1/orders", "{" + GOOD + ",'clientOrderId':'lost-1'}"),
                503,
                "OUTCOME_UNKNOWN",
                "");
        assertThat(unknown.path("remedy").asText()).contains("/v1/orders?clientOrderId=lost-1");
        problem(market.get("", "/health"), 503, "UNAVAILABLE", "");
        market.exchange.trouble(CompletableFuture::new);
        problem(market.post(ALICE, "/v1/orders", "{" + GOOD + "}"), 503, "OUTCOME_UNKNOWN", "");
    }

    @Test
    void aFaultOfTheServerSaysNothingOfItself() {
        market.exchange.trouble(() -> CompletableFuture.failedFuture(new IllegalStateException("secret")));
        JsonNode problem = problem(market.get("", "/v1/status"), 500, "INTERNAL", "");
        assertThat(problem.toString()).doesNotContain("secret");
        market.exchange.trouble(() -> {
            throw new StackOverflowError("secret");
        });
        problem(market.get("", "/v1/status"), 500, "INTERNAL", "");
    }

    @Test
    void aHaltedPoolTakesCancelsOnly() {
        String order =
                market.post(ALICE, "/v1/orders", "{" + GOOD + "}").expect(201).text("orderId");
        problem(market.post(OPERATOR, "/v1/operator/pools/B200X8.PRN1/resume", ""), 409, "NOT_NOW", "pool");
        market.post(OPERATOR, "/v1/operator/pools/B200X8.PRN1/halt", "").expect(200);
        problem(market.post(ALICE, "/v1/orders", "{" + GOOD + "}"), 409, "MARKET_HALTED", "pool");
        market.delete(ALICE, "/v1/orders/" + order).expect(200);
        market.post(OPERATOR, "/v1/operator/pools/B200X8.PRN1/resume", "").expect(200);
        problem(
                market.post(ALICE, "/v1/orders", "{" + GOOD + ",'timeInForce':'IOC'}"),
                409,
                "NOT_IN_A_CALL",
                "timeInForce");
        JsonNode quote = market.post(ALICE, "/v1/quotes", "{'pool':'B200X8.PRN1','start':'+2h','hours':1,'lots':1}")
                .expect(200)
                .json();
        assertThat(quote.path("whyNotAll").path("code").asText()).isEqualTo("PHASE_HOLDS");
        assertThat(quote.path("fillsAtOnce").asBoolean()).isFalse();
        market.exchange.advance(6 * 60_000);
        market.operatorDoes(new Command.Tick());
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalHasAStatusAndATitle(Refusal refusal) {
        assertThat(RefusalStatus.of(refusal)).isIn(404, 409, 422, 429);
        assertThat(RefusalStatus.title(refusal)).isNotEmpty();
    }

    @Test
    void everyCodeIsInTheManual() throws IOException {
        String manual = Files.readString(Path.of("..", "docs", "errors.md"));
        Stream.concat(
                        Stream.of(Refusal.values())
                                .map(refusal -> "| `" + refusal + "` | " + RefusalStatus.of(refusal) + " |"),
                        Stream.of(ProblemCode.values()).map(code -> "| `" + code + "` | " + code.status() + " |"))
                .forEach(row -> assertThat(manual).contains(row));
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatThrownBy(() -> RestServer.start(new RestConfig("127.0.0.1", market.server.port()), market.backing()))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining("port " + market.server.port());
    }
}
