package io.tidemark.connectors.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.rest.TestMarket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the files of the page are served, and what is not. */
class PageHandlerTest {
    private static final Path FILES = Path.of("src/main/resources/io/tidemark/connectors/page");

    @TempDir
    static Path directory;

    private static TestMarket market;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void open() {
        market = TestMarket.open(directory);
    }

    @AfterAll
    static void close() {
        market.close();
    }

    private static HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(market.url() + path)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void thePageIsHtmlThatNoForeignScriptGetsInto() throws Exception {
        HttpResponse<String> page = send("GET", "/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Content-Security-Policy"))
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body())
                .isEqualTo(Files.readString(FILES.resolve("index.html")))
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("\\son[a-z]+=")
                .doesNotContain("style=");
    }

    @Test
    void everyFileIsServedAndEveryServedFileExists() throws Exception {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(PageFile.NAMES);
        }
        for (String name : PageFile.NAMES) {
            if (!name.equals(PageFile.INDEX)) {
                HttpResponse<String> file = send("GET", "/page/" + name);
                assertThat(file.statusCode()).as(name).isEqualTo(200);
                assertThat(file.body()).as(name).isEqualTo(Files.readString(FILES.resolve(name)));
            }
        }
        assertThat(header(send("GET", "/page/app.js"), "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    }

    @Test
    void nothingOfThePageIsWrittenAsHtmlFromStrings() throws Exception {
        for (String name : PageFile.NAMES) {
            assertThat(Files.readString(FILES.resolve(name)))
                    .as(name)
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
                    .doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)");
        }
    }

    @Test
    void headSaysWhatGetWouldWithoutTheBody() throws Exception {
        HttpResponse<String> head = send("HEAD", "/page/app.js");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(String.valueOf(Files.size(FILES.resolve("app.js"))));
    }

    @Test
    void whoHasAFileAlreadyHearsThatItIsTheSame() throws Exception {
        String etag = header(send("GET", "/page/app.js"), "ETag");
        assertThat(etag).matches("\"[A-Za-z0-9_-]{16}\"");
        HttpResponse<String> again = send("GET", "/page/app.js", "If-None-Match", "\"old\", W/" + etag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(send("GET", "/page/app.js", "If-None-Match", "\"old\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotInTheListIsNotThere() throws Exception {
        for (String path : new String[] {
            "/page/",
            "/page/nothing.js",
            "/page/index.html",
            "/page/PageFile.class",
            "/page/%2e%2e/rest/openapi.yaml",
            "/x"
        }) {
            HttpResponse<String> missing = send("GET", path);
            assertThat(missing.statusCode()).as(path).isBetween(400, 404);
            assertThat(header(missing, "Content-Type")).as(path).isEqualTo("application/problem+json");
        }
    }

    @Test
    void thePageTakesNoOtherMethod() throws Exception {
        HttpResponse<String> refused = send("DELETE", "/");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
        assertThat(refused.body()).contains("METHOD_NOT_ALLOWED", "It takes: GET, HEAD.");
    }
}
