package io.tidemark.connectors.page;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static io.tidemark.connectors.rest.TestMarket.DAY;
import static io.tidemark.connectors.rest.TestMarket.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.connectors.rest.TestMarket;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** The page as a person uses it, in a real browser, over a real server and real pools. */
class PageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    @TempDir
    static Path profile;

    private static Browser browser;

    @TempDir
    Path directory;

    private TestMarket market;

    /** What the page is loaded from. */
    private final List<String> origins = new ArrayList<>();

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open(profile);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void visit() {
        market = TestMarket.open(directory);
        browser.console();
        browser.requested().forEach(url -> {}); // Those of the browser's first page, which is not ours.
        origins.clear();
        origins.add(market.url());
        browser.visit(market.url());
        browser.awaitText("#connection", "live");
        browser.awaitText("#ladder-title", "Sat 21 Nov 10:00 UTC");
    }

    /** Whatever was done: the page kept to its origin, and no script of it failed. */
    @AfterEach
    void leave() {
        List<String> asked = browser.requested().toList();
        List<String> said = browser.console();
        browser.driver().get("about:blank");
        market.close();
        assertThat(asked)
                .isNotEmpty()
                .allSatisfy(url ->
                        assertThat(origins).anySatisfy(origin -> assertThat(url).startsWith(origin + "/")));
        // A refusal is an answer, but a browser notes each as a failure.
        assertThat(said)
                .allSatisfy(
                        line -> assertThat(line)
                                .containsPattern(
                                        "/v1/(quotes|orders|spot-bids|leases|stream-tickets|account|pools/[^/]*/prices/[0-9]*/explain|pools/[^/]*/reliability)\\S* - Failed to load resource"));
    }

    private void signIn(String key) {
        browser.type("#key", key + Keys.ENTER);
        browser.await("the account", () -> !browser.text("#account-name").isEmpty());
    }

    private JsonNode api(String key, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(market.url() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try {
            var answer = CLIENT.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
            return JSON.readTree(answer.body());
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private JsonNode order(String key, String body) {
        return api(key, "POST", "/v1/orders", "{'pool':'B200X8.PRN1','side':'BUY'," + body + "}");
    }

    /** The ladder as the API has it, one line a level, as the page shows it from top to bottom. */
    private List<String> ladder(String hour) {
        JsonNode body = api(ALICE, "GET", "/v1/pools/B200X8.PRN1/hours?from=" + hour + "&hours=1", "")
                .path("hours")
                .path(0);
        List<String> asks = new ArrayList<>();
        long sum = 0;
        for (JsonNode level : body.path("asks")) {
            sum += level.path("lots").asLong();
            asks.add(0, line(level, sum));
        }
        sum = 0;
        for (JsonNode level : body.path("bids")) {
            sum += level.path("lots").asLong();
            asks.add(line(level, sum));
        }
        return asks;
    }

    private static String line(JsonNode level, long sum) {
        return String.join(
                " ",
                level.path("pricePerGpuHour").asText(),
                level.path("lots").asText(),
                String.valueOf(sum),
                level.path("pricePerLotHour").asText());
    }

    @SuppressWarnings("unchecked")
    private static List<String> shownLadder() {
        return (List<String>) browser.run("return [...document.querySelectorAll('tr.level')]"
                + ".map(row => [...row.cells].map(cell => cell.textContent).join(' '))");
    }

    private static void click(String css) {
        browser.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", css);
        browser.find(css).click();
    }

    private static void press(CharSequence... keys) {
        browser.find("#chart").sendKeys(keys);
    }

    @Test
    void aVisitorSeesTheMarketWithoutAKey() {
        browser.awaitText("#clock", "Sat 21 Nov 08:05:00 UTC");
        assertThat(browser.texts(".pool-name")).containsExactly("B200X8.PRN1", "GB200R64.HYP1");
        assertThat(browser.text(".pool .phase")).isEqualTo("open");
        assertThat(browser.texts(".pool:first-child .figure"))
                .containsExactly("40 lots now", "0 firm", "0 spot", "40 idle");
        browser.awaitText("#explain", "1.90: the index, and a little less because much is left.");
        assertThat(browser.text(".effects")).contains("Much is left", "share sold 0.1", "-0.20 USD per GPU-hour");
        assertThat(browser.text("#orders")).contains("Sign in");
        assertThat(browser.text("#firm-form .primary")).isEqualTo("Sign in to bid");
        assertThat(browser.find("#firm-form .primary").isEnabled()).isFalse();
    }

    @Test
    void theLadderOfEveryHourIsTheOneOfTheApi() {
        order(BOB, "'start':'2026112111','hours':1,'lots':3,'limitPricePerGpuHour':'1.55'");
        for (long hour = 10; hour <= 15; hour++) {
            String name = "20261121" + hour;
            browser.awaitText("#ladder-title", "Sat 21 Nov " + hour + ":00");
            browser.await("the ladder of " + name, () -> shownLadder().equals(ladder(name)));
            press(Keys.ARROW_RIGHT);
        }
        assertThat(ladder("2026112111")).contains("1.90 8 8 15.20", "1.55 3 3 12.40");
    }

    @Test
    void hoursInARowAreChosenByKeysAndByDragging() {
        press(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT), Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
        browser.await("three hours", () -> browser.value("#firm-form input").equals("3"));
        assertThat(browser.find("#chart").getAttribute("aria-valuetext"))
                .startsWith("Sat 21 Nov 10:00–13:00 UTC, 3 hours");
        click("[data-hours='24']");
        int hour = (browser.find("#chart").getSize().width - 56) / 24;
        new Actions(browser.driver())
                .moveToElement(browser.find("#chart"), 0, -60)
                .clickAndHold()
                .moveByOffset(hour * 2, 0)
                .release()
                .perform();
        assertThat(browser.value("#firm-form input")).isEqualTo("3");
        assertThat(browser.value("#firm-form select")).isNotEqualTo("2026112110");
    }

    @Test
    void signingInShowsTheMoneyAndKeepsTheKeyInTheTabOnly() {
        browser.type("#key", "nobody" + Keys.ENTER);
        browser.awaitText("#notice", "No account has this API key.");
        signIn(ALICE);
        assertThat(browser.text("#account-name")).isEqualTo("alice");
        assertThat(browser.text("#account-free")).isEqualTo("100,000.00");
        assertThat(browser.find("#notice").isDisplayed()).isFalse();
        assertThat(browser.run("return JSON.stringify({...localStorage}) + document.cookie + location.href"))
                .asString()
                .doesNotContain(ALICE);
        browser.reload();
        browser.awaitText("#account-name", "alice");
        click("#sign-out");
        browser.await("nobody", () -> !browser.find("#account").isDisplayed());
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
        browser.run("sessionStorage.setItem('tidemark.key', 'forgotten')");
        browser.reload();
        browser.awaitText("#notice", "No account has this API key.");
        browser.awaitText("#connection", "live");
        assertThat(browser.find("#sign-in").isDisplayed()).isTrue();
    }

    @Test
    void aBidCostsWhatTheQuoteSaidAndAppearsWithItsFill() {
        signIn(ALICE);
        press(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT), Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
        browser.type("#firm-form .pair .field:nth-child(2) input", "12");
        // 8 at 1.90 and 4 at 2.10, eight GPUs, three hours, and 100 basis points.
        browser.awaitText(".quote", "12 lots × 8 GPUs × 3 h, 1.9667 on average");
        assertThat(browser.text(".quote-sum")).isEqualTo("572.07 USD incl. 5.67 fee");
        assertThat(browser.text(".quote")).contains("Would fill now.");
        assertThat(browser.text("#firm-form .primary")).isEqualTo("Bid 12 lots at 2.10 for Sat 21 Nov 10:00–13:00");
        click("#firm-form .primary");
        browser.awaitText(".form-done", "bought 12 lots for 572.07 USD");
        browser.awaitText("#orders .row", "12 of 12 lots at 2.10");
        assertThat(browser.text("#orders .badge")).isEqualTo("filled");
        assertThat(browser.text("#orders .fills")).contains("566.40", "5.664");
        browser.await("the ladder without what was bought", () -> shownLadder().equals(List.of("2.10 12 12 16.80")));
        assertThat(api(ALICE, "GET", "/v1/orders", "").path("orders")).hasSize(1);
        browser.await("less money", () -> browser.text("#account-free").equals("99,427.93"));
    }

    @Test
    void anOrderAtMarketHasNoLimitAndOneThatEndsHasAnInstant() {
        signIn(ALICE);
        assertThat(browser.find("#more-options select").isDisplayed()).isFalse();
        click("#more-options summary");
        browser.type("#firm-form .field:nth-of-type(3) input", "1.50");
        browser.run("document.querySelector('#more-options .field:nth-of-type(1) select').focus()");
        browser.find("#more-options .field:nth-of-type(1) select").sendKeys("At market");
        browser.awaitText("#firm-form .primary", "Bid 1 lot at market");
        assertThat(browser.find("#firm-form .field:nth-of-type(3) input").isEnabled())
                .isFalse();
        assertThat(browser.find("#post-only").isEnabled()).isFalse();
        click("#firm-form .primary");
        browser.awaitText(".form-done", "bought 1 lot for");
        JsonNode bought = api(ALICE, "GET", "/v1/orders", "").path("orders").path(0);
        assertThat(bought.path("type").asText()).isEqualTo("MARKET");
        assertThat(bought.path("status").asText()).isEqualTo("FILLED");

        browser.find("#more-options .field:nth-of-type(1) select").sendKeys("At my limit");
        browser.find("#more-options .field:nth-of-type(2) select").sendKeys("two hours");
        click("#post-only");
        browser.awaitText("#firm-form .primary", "Bid 1 lot at 1.50");
        click("#firm-form .primary");
        browser.awaitText(".form-done", "the rest waits in the book");
        JsonNode rests = api(ALICE, "GET", "/v1/orders", "").path("orders").path(0);
        assertThat(rests.path("timeInForce").asText()).isEqualTo("GTD");
        assertThat(rests.path("expiresAt").asText()).isEqualTo("2026-11-21T10:05:00Z");
        assertThat(rests.path("postOnly").asBoolean()).isTrue();
    }

    @Test
    void aCallShowsWhatTheHourWouldComeTo() {
        does(new Command.Halt());
        does(new Command.Resume());
        browser.awaitText("#ladder .indicative", "nothing would trade in this hour");
        order(ALICE, "'start':'2026112110','hours':1,'lots':5,'limitPricePerGpuHour':'2.00'");
        browser.awaitText("#ladder .indicative", "If the call ended now: 1.90, 5 lots, 3 left over");
        market.exchange().advance(6 * 60_000);
        browser.await("the end of the call", () -> browser.count("#ladder .indicative") == 0);
    }

    @Test
    void anOrderThatWaitsSaysWhyAndCanBeRaisedOrCancelled() {
        signIn(ALICE);
        String id = order(ALICE, "'start':'2026112110','hours':1,'lots':2,'limitPricePerGpuHour':'1.50'")
                .path("orderId")
                .asText();
        String sentence = api(ALICE, "GET", "/v1/orders/" + id, "")
                .path("whyNotFilled")
                .path("sentence")
                .asText();
        assertThat(sentence).contains("1.90");
        browser.awaitText("#orders .why-sentence", sentence);
        click("#orders .why .link");
        assertThat(browser.text("#orders .why .link")).isEqualTo("Really pay up to 1.90? Press again.");
        click("#orders .why .link");
        browser.awaitText("#orders [data-order='" + id + "'] .badge", "filled");
        assertThat(browser.count("#orders .why")).isZero();
        String other = order(ALICE, "'start':'2026112112','hours':1,'lots':1,'limitPricePerGpuHour':'1.40'")
                .path("orderId")
                .asText();
        browser.awaitText("#orders [data-order='" + other + "'] .badge", "open");
        click("#orders [data-order='" + other + "'] .row-main .small");
        browser.awaitText("#orders [data-order='" + other + "'] .badge", "cancelled");
        assertThat(api(ALICE, "GET", "/v1/orders/" + other, "").path("status").asText())
                .isEqualTo("CANCELLED");
    }

    @Test
    void hoursThatOneHoldsAreOfferedAgain() {
        signIn(ALICE);
        assertThat(browser.find("#sell").isDisplayed()).isFalse();
        order(ALICE, "'start':'2026112110','hours':2,'lots':4,'limitPricePerGpuHour':'1.90'");
        browser.await("hours to sell", () -> browser.find("#sell").isDisplayed());
        click("#sell summary");
        assertThat(browser.text("#sell select")).contains("B200X8.PRN1", "4 lots");
        browser.type("#sell-form .pair .field:nth-child(1) input", "2");
        browser.type("#sell-form .pair .field:nth-child(2) input", "5");
        browser.type("#sell-form .field:nth-of-type(3) input", "2.50");
        click("#sell-form button");
        browser.awaitText("#sell-form .pair .field:nth-child(2) .field-error", "you hold 4 lots");
        browser.type("#sell-form .pair .field:nth-child(2) input", "3");
        click("#sell-form button");
        browser.awaitText("#sell-form .form-done", "offered.");
        JsonNode sell = api(ALICE, "GET", "/v1/orders", "").path("orders").path(0);
        assertThat(sell.path("side").asText()).isEqualTo("SELL");
        assertThat(sell.path("lots").asLong()).isEqualTo(3);
        assertThat(sell.path("limitPricePerGpuHour").asText()).isEqualTo("2.50");
        browser.awaitText("#sell select", "1 lot");
    }

    @Test
    void whatIsWrongIsSaidAtTheFieldInTheWordsOfTheServer() {
        signIn(ALICE);
        String lots = "#firm-form .pair .field:nth-child(2) ";
        browser.type(lots + "input", "0");
        browser.await(
                "a word at the field", () -> browser.find(lots + ".field-error").isDisplayed());
        assertThat(browser.find(lots + "input").getAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.text(lots + ".field-error b")).endsWith(".");
        browser.type(lots + "input", "1");
        browser.await(
                "no word any more", () -> !browser.find(lots + ".field-error").isDisplayed());
        browser.type("#firm-form .field:nth-of-type(3) input", "99.00");
        browser.awaitText("#firm-form .field:nth-of-type(3) .field-error", "99.00 lies outside the static band.");
        assertThat(browser.text("#firm-form .field:nth-of-type(3) .field-error"))
                .contains("20.00");
    }

    @Test
    void aLeaseShowsThatItsLotsMayBeAskedBackUntilTheyAreOrForLongHaveNotBeen() {
        String id = api(ALICE, "POST", "/v1/spot-bids", "{'pool':'B200X8.PRN1','lots':1,'maxPricePerGpuHour':'1.20'}")
                .path("spotBidId")
                .asText();
        market.fleet.giveSpot(market.number("alice"), id, market.exchange().now(), OptionalLong.empty());
        signIn(ALICE);
        browser.awaitText("#leases .row", "Spot since");
        browser.awaitText("#connection", "live");
        does(new Command.WarnOfNeed(40));
        browser.awaitText("#leases .at-risk", "Since 08:05 internal work may ask 1 lot back. Nothing is decided");
        market.exchange().advance(16 * 60_000);
        browser.await("nothing came of it", () -> browser.count("#leases .at-risk") == 0);
        does(new Command.WarnOfNeed(40));
        browser.awaitText("#leases .at-risk", "Since 08:21 internal work may ask 1 lot back. Nothing is decided");
        does(new Command.SetCapacity(DAY + 8, List.of(0L)));
        browser.await("it is asked back", () -> browser.count("#leases .at-risk") == 0);
    }

    @Test
    void aLeaseShowsHowToLogInAndCountsDownItsNotice() {
        String id = api(ALICE, "POST", "/v1/spot-bids", "{'pool':'B200X8.PRN1','lots':1,'maxPricePerGpuHour':'1.20'}")
                .path("spotBidId")
                .asText();
        long now = market.exchange().now();
        does(new Command.SetCapacity(DAY + 8, List.of(0L)));
        market.fleet.giveSpot(market.number("alice"), id, now, OptionalLong.of(now + 120_000));
        signIn(ALICE);
        browser.awaitText("#leases .node code", "ssh -p 2201 10.0.0.1");
        browser.awaitText("#leases .leaving", "1 lot must be handed back in 2 min 00 s, at 08:07");
        assertThat(browser.text("#leases .row-money")).startsWith("0.80 per GPU-hour");
        market.exchange().advance(30_000);
        browser.awaitText("#leases .leaving", "1 min 30 s");
        click("#leases .row .small");
        assertThat(browser.text("#leases .row .small")).isEqualTo("Really give it back?");
        click("#leases .row .small");
        browser.awaitText("#orders .badge", "cancelled");
    }

    @Test
    void afterTheStreamWasCutThePageGoesOnWhereTheMarketIs() {
        try (Cable cable = Cable.to(URI.create(market.url()).getPort())) {
            origins.add(cable.url());
            browser.visit(cable.url());
            browser.awaitText("#connection", "live");
            browser.await("the ladder", () -> shownLadder().equals(ladder("2026112110")));
            cable.cut();
            browser.awaitText("#connection", "reconnecting");
            order(BOB, "'start':'2026112110','hours':1,'lots':8,'limitPricePerGpuHour':'1.90'");
            cable.mend();
            browser.awaitText("#connection", "live again, nothing missed");
            browser.await("the ladder of now", () -> shownLadder().equals(List.of("2.10 16 16 16.80")));
            assertThat(browser.text("#trades")).contains("Sat 21 Nov 10:00", "1.90");
            browser.console(); // A cut cable is an error to a browser.
            browser.visit("about:blank");
        }
    }

    @Test
    void hostileTextIsText() {
        String hostile = "<img src=x onerror=\"document.title='taken'\">";
        does(new Command.SubmitOrder(
                market.number("alice"),
                hostile,
                Side.BUY,
                new DeliveryWindow(DAY + 10, 1),
                1,
                150,
                TimeInForce.GTC,
                false));
        signIn(ALICE);
        browser.awaitText("#orders .row-id", hostile);
        browser.type("#firm-form .field:nth-of-type(3) input", "<b>9</b>");
        browser.awaitText("#firm-form .field:nth-of-type(3) .field-error", "<b>9</b>");
        assertThat(browser.count("main img, main b b")).isZero();
        assertThat(browser.run("return document.title")).isEqualTo("Tidemark");
    }

    @Test
    void itFitsAPhoneAndABigScreenInTheDarkAndInTheLight() {
        signIn(ALICE);
        order(ALICE, "'start':'2026112110','hours':2,'lots':2,'limitPricePerGpuHour':'1.50'");
        browser.awaitText("#orders .why", "1.90");
        try {
            for (int width : new int[] {360, 768, 1100, 1440, 2200}) {
                browser.resize(width, 1000);
                browser.await("no scrolling sideways at " + width, () ->
                        (Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"));
                browser.screenshot(SCREENSHOTS.resolve("test-" + width + ".png"));
            }
            assertThat(browser.run("return document.documentElement.dataset.theme"))
                    .isIn("dark", "light");
            Object before = browser.run("return getComputedStyle(document.body).backgroundColor");
            click("#theme");
            assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                    .isNotEqualTo(before);
            browser.screenshot(SCREENSHOTS.resolve("test-other-theme.png"));
        } finally {
            browser.ownSize();
        }
    }

    private void does(Command command) {
        assertThat(market.exchange().submit(POOL, command).join().value()).isNotInstanceOf(Reply.Refused.class);
    }
}
