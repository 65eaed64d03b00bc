package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static io.tidemark.connectors.rest.TestMarket.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account says where it wants to be told. The addresses are literals: no test asks a name server. */
class WebhooksTest {
    private static final String PUBLIC = "https://8.8.8.8/tidemark";

    @TempDir
    Path directory;

    private TestMarket market;

    @BeforeEach
    void open() {
        market = TestMarket.open(directory);
    }

    @AfterEach
    void close() {
        market.close();
    }

    private Answer add(String key, String url) {
        return market.post(key, "/v1/webhooks", "{'url':'" + url + "'}");
    }

    @Test
    void theSecretIsToldOnceAndTheWebhookIsListed() {
        JsonNode made = market.post(
                        ALICE, "/v1/webhooks", "{'url':'" + PUBLIC + "','events':['lease.notice','lease.at_risk']}")
                .expect(201)
                .json();
        assertThat(made.path("secret").asText()).startsWith("whsec_");
        Answer list = market.get(ALICE, "/v1/webhooks").expect(200);
        assertThat(list.response().body()).doesNotContain("whsec_");
        JsonNode webhook = list.json().path("webhooks").path(0);
        assertThat(webhook.path("url").asText()).isEqualTo(PUBLIC);
        assertThat(webhook.path("events"))
                .extracting(JsonNode::asText)
                .containsExactly("lease.at_risk", "lease.notice");
    }

    @Test
    void withoutEventsEverythingIsTold() {
        assertThat(add(ALICE, PUBLIC).expect(201).json().path("events")).hasSize(5);
    }

    @Test
    void anothersWebhookAndOneThatNeverWasGetTheSameAnswer() {
        String id = add(ALICE, PUBLIC).expect(201).text("webhookId");
        for (String missing : new String[] {id, "999", "x"}) {
            assertThat(market.delete(BOB, "/v1/webhooks/" + missing).expect(404).text("code"))
                    .isEqualTo("NO_SUCH_WEBHOOK");
            assertThat(market.post(BOB, "/v1/webhooks/" + missing + "/test", "{}")
                            .expect(404)
                            .text("code"))
                    .isEqualTo("NO_SUCH_WEBHOOK");
        }
        market.delete(ALICE, "/v1/webhooks/" + id).expect(204);
        assertThat(market.get(ALICE, "/v1/webhooks").json().path("webhooks")).isEmpty();
    }

    @Test
    void whatCameOfATestIsToldInWords() {
        String id = add(ALICE, PUBLIC).expect(201).text("webhookId");
        JsonNode tested = market.post(ALICE, "/v1/webhooks/" + id + "/test", "{}")
                .expect(200)
                .json();
        assertThat(tested.path("delivered").asBoolean()).isFalse();
        assertThat(tested.path("problem").asText()).contains("500");
    }

    @Test
    void whoMayOnlyLookMakesNone() {
        assertThat(add(READER, PUBLIC).expect(403).text("code")).isEqualTo("SCOPE_MISSING");
        market.get(READER, "/v1/webhooks").expect(200);
    }

    @Test
    void thereAreOnlyAFew() {
        add(ALICE, PUBLIC).expect(201);
        add(ALICE, PUBLIC).expect(201);
        assertThat(add(ALICE, PUBLIC).expect(409).text("code")).isEqualTo("TOO_MANY_WEBHOOKS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://8.8.8.8/",
                "ftp://8.8.8.8/",
                "https://10.0.0.1/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://169.254.169.254/latest/meta-data",
                "https://[::ffff:10.0.0.1]/",
                "https://user:secret@8.8.8.8/",
                "https://8.8.8.8/#part",
                "https://8.8.8.8:0/",
                "https://8.8.8.8:99999/",
                "https:///nowhere",
                "nonsense",
                "https://ex ample.com/"
            })
    void whereNothingIsSentIsSaidAtOnce(String url) {
        Answer answer = add(ALICE, url).expect(422);
        assertThat(answer.text("code")).isEqualTo("WEBHOOK_URL_REFUSED");
        assertThat(answer.text("field")).isEqualTo("url");
        assertThat(answer.text("remedy")).isNotEmpty();
    }

    @Test
    void anEventThatDoesNotExistIsNamedWithThoseThatDo() {
        Answer answer = market.post(ALICE, "/v1/webhooks", "{'url':'" + PUBLIC + "','events':['lease.lost']}")
                .expect(422);
        assertThat(answer.text("code")).isEqualTo("INVALID_FIELD");
        assertThat(answer.text("remedy")).contains("lease.notice");
        market.post(ALICE, "/v1/webhooks", "{'url':'" + PUBLIC + "','events':[]}")
                .expect(422);
        assertThat(market.post(ALICE, "/v1/webhooks", "{}").expect(422).text("code"))
                .isEqualTo("MISSING_FIELD");
    }
}
