package io.tidemark.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import io.tidemark.connectors.rest.TestMarket;
import io.tidemark.exchange.pool.Command.Halt;
import io.tidemark.exchange.pool.Command.PublishRules;
import io.tidemark.exchange.pool.Command.Resume;
import io.tidemark.exchange.pool.Command.SetCapacity;
import io.tidemark.exchange.pool.RuleSheet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What a person types, and what is printed. */
class ClientCommandsTest {
    private static final Pattern ID = Pattern.compile("B200X8\\.PRN1-[0-9]+");

    @TempDir
    Path directory;

    private TestMarket market;

    private static final PastPrices NO_PAST =
            (data, pool, hour, at) -> new PastPrices.Told(false, "there is no journal in " + data);

    @Command(name = "tidemark")
    static final class Root {}

    record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void open() {
        market = TestMarket.open(directory);
    }

    @AfterEach
    void close() {
        market.close();
    }

    private Result as(String key, String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
        words.addAll(List.of("--url", market.url(), "--key", key));
        return run(words.toArray(String[]::new));
    }

    private static Result run(String... words) {
        return run(new StringWriter(), words);
    }

    private static Result run(StringWriter out, String... words) {
        StringWriter err = new StringWriter();
        int exitCode = ClientCommands.addTo(new CommandLine(new Root()), NO_PAST)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private Result alice(String line) {
        Result result = as(TestMarket.ALICE, line);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result;
    }

    private static String idIn(Result result) {
        Matcher id = ID.matcher(result.out());
        assertThat(id.find()).as(result.out()).isTrue();
        return id.group();
    }

    @Test
    void theExitCodeOfStatusTellsAScriptHowTheMarketIs() {
        assertThat(alice("status").out()).startsWith("OK");
        market.setParts(part(Level.DEGRADED));
        Result degraded = as(TestMarket.OPERATOR, "status");
        assertThat(degraded.exitCode()).isEqualTo(1);
        assertThat(degraded.out()).startsWith("DEGRADED").contains("journal: Make room.");
        market.setParts(part(Level.DOWN));
        Result down = as(TestMarket.ALICE, "status");
        assertThat(down.exitCode()).isEqualTo(2);
        assertThat(down.out()).startsWith("DOWN").contains("the operator sees").doesNotContain("Make room.");
        assertThat(as(TestMarket.ALICE, "status --json").exitCode()).isEqualTo(2);
    }

    @Test
    void anOrderTakesItsTermsFromTheLine() {
        assertThat(alice("bid B200X8.PRN1 --start +2h --hours 1 --lots 2 --market")
                        .out())
                .contains("FILLED", "IOC, at market", "bought   2 lots");
        assertThat(alice(
                                "bid B200X8.PRN1 --start +2h --hours 1 --lots 2 --limit 1.00 --until +30m --post-only --self-match"
                                        + " CANCEL_BOTH")
                        .out())
                .contains("GTD until 2026-11-21T08:35:00Z, post-only");
        assertThat(alice("sell B200X8.PRN1 --start +2h --hours 1 --lots 1 --limit 3.00 --until 2026-11-21T09:00:00Z")
                        .out())
                .contains("SELL", "GTD until 2026-11-21T09:00:00Z");
        Result neither = as(TestMarket.ALICE, "bid B200X8.PRN1 --start +2h --hours 1 --lots 2");
        assertThat(neither.exitCode()).isNotZero();
        assertThat(neither.err()).contains("--limit", "--market");
        Result both = as(TestMarket.ALICE, "bid B200X8.PRN1 --start +2h --hours 1 --lots 2 --market --limit 2.00");
        assertThat(both.err()).contains("mutually exclusive");
        assertThat(as(TestMarket.ALICE, "bid B200X8.PRN1 --start +2h --hours 1 --lots 2 --market --tif GTC")
                        .err())
                .contains("[timeInForce]", "(TERMS_CONTRADICT)");
    }

    @Test
    void anOrderThatWaitsSaysWhatWouldFillIt() {
        String id = idIn(alice("bid B200X8.PRN1 --start +2h --hours 1 --lots 10 --limit 1.80"));
        assertThat(alice("order " + id).out())
                .contains("  With a limit of 2.10 USD per GPU-hour all 10 lots would fill now.")
                .contains("  At the limit of 1.80 USD per GPU-hour no lot would fill now.");
        assertThat(alice("quote B200X8.PRN1 --start 2026112114 --hours 1 --lots 10 --limit 2.10")
                        .out())
                .contains("  Starting at 2026112113 all 10 lots would fill now.");
    }

    @Test
    void aCallSaysWhatItWouldComeTo() {
        assertThat(alice("indicative B200X8.PRN1").out()).contains("No call runs in B200X8.PRN1; it is CONTINUOUS.");
        market.exchange().submit(TestMarket.POOL, new Halt()).join();
        market.exchange().submit(TestMarket.POOL, new Resume()).join();
        assertThat(alice("indicative B200X8.PRN1").out())
                .contains("a call (RESUME) until 2026-11-21T08:10:00Z")
                .contains("Nothing would trade now.");
        alice("bid B200X8.PRN1 --start +2h --hours 1 --lots 5 --limit 2.00");
        assertThat(alice("indicative B200X8.PRN1").out()).containsPattern("2026112110 +1\\.90 +15\\.20 +5 +3");
    }

    @Test
    void manyAreCancelledAtOnce() {
        alice("bid B200X8.PRN1 --start +2h --hours 1 --lots 2 --limit 1.00");
        alice("bid B200X8.PRN1 --start +3h --hours 1 --lots 2 --limit 1.00");
        assertThat(alice("cancel --all --side SELL").out()).contains("B200X8.PRN1: 0 cancelled");
        assertThat(alice("cancel --all --pool B200X8.PRN1 --side BUY --start +3h --hours 2")
                        .out())
                .isEqualToNormalizingNewlines("B200X8.PRN1: 1 cancelled\n");
        alice("spot B200X8.PRN1 --lots 1 --max 0.50");
        assertThat(alice("cancel --all").out()).contains("B200X8.PRN1: 1 cancelled", "GB200R64.HYP1: 0 cancelled");
        assertThat(alice("cancel --all --spot").out()).contains("B200X8.PRN1: 1 cancelled");
        Result neither = as(TestMarket.ALICE, "cancel");
        assertThat(neither.exitCode()).isNotZero();
        assertThat(neither.err()).contains("ID", "--all");
        assertThat(as(TestMarket.ALICE, "cancel --side BUY").exitCode()).isNotZero();
        assertThat(as(TestMarket.ALICE, "cancel --all --spot --side BUY").err()).contains("(TERMS_CONTRADICT)");
    }

    @Test
    void aCurtailmentIsDeclaredAndWaits() {
        Result declared = as(TestMarket.OPERATOR, "curtail B200X8.PRN1 --start 2026112110 --hours 1 --lots 2");
        assertThat(declared.err()).isEmpty();
        Matcher id = Pattern.compile("C[0-9]+").matcher(declared.out());
        assertThat(id.find()).as(declared.out()).isTrue();
        assertThat(declared.out())
                .contains("WAITING: 2 lots of B200X8.PRN1 in 1 h from 2026112110, declared by operator")
                .contains("tidemark curtail B200X8.PRN1 --confirm " + id.group());
        assertThat(as(TestMarket.OPERATOR, "curtail B200X8.PRN1 --waiting").out())
                .contains(id.group());
        assertThat(as(TestMarket.OPERATOR, "curtail B200X8.PRN1 --confirm " + id.group())
                        .err())
                .contains("(SECOND_PERSON_NEEDED)");
        assertThat(as(TestMarket.OPERATOR, "curtail B200X8.PRN1").exitCode()).isNotZero();
        assertThat(as(TestMarket.ALICE, "buy-back B200X8.PRN1 --start +2h --hours 1 --lots 1 --limit 3.00")
                        .err())
                .contains("(SCOPE_MISSING)");
    }

    private static Part part(Level level) {
        return new Part("journal", level, "The disk is full.", "Make room.", Map.of());
    }

    @Test
    void theMarketIsShownAsTables() {
        assertThat(alice("status").out())
                .contains("market time 2026-11-21T08:05:00Z")
                .contains("CONTINUOUS");
        assertThat(alice("pools").out())
                .containsPattern("B200X8\\.PRN1 +CONTINUOUS +8 +40")
                .containsPattern("GB200R64\\.HYP1 +CONTINUOUS +64 +0");
        assertThat(alice("prices B200X8.PRN1 --from +2h --hours 5").out())
                .containsPattern("2026112110 +LISTED +1\\.90 +15\\.20 .* 24 +#{19}\n")
                .containsPattern("2026112114 +LISTED +2\\.00 +16\\.00 .* 4 +#{20}\n");
        assertThat(alice("prices B200X8.PRN1 --from +50h --hours 1").out()).contains("nothing offered");
    }

    @Test
    void whatIsSaidOfAPoolComesWithHowOftenItWasSeen() {
        assertThat(alice("reliability B200X8.PRN1").out())
                .contains("80.0 % after 1 h (8 lots seen so long)")
                .containsPattern("24 +- +- +- +0\n")
                .containsPattern("RECLAIMED +2 +1 +0 +1 +2 +120 +180")
                .contains(
                        "Firm lot-hours: 40 delivered whole, 2 short, 1 not at all, 3 curtailed at least 2700 s before");
    }

    @Test
    void aQuoteSaysWhatToTypeToBuyIt() {
        Result quote = alice("quote B200X8.PRN1 --start +2h --hours 3 --lots 12");
        assertThat(quote.out())
                .contains("12 of 12 lots for 566.40 USD, fee 5.664 USD")
                .contains("tidemark bid B200X8.PRN1 --start 2026112110 --hours 3 --lots 12 --limit 2.10");
        String command =
                quote.out().lines().reduce((first, last) -> last).orElseThrow().strip();
        assertThat(alice(command.substring("tidemark ".length())).out()).contains("FILLED");
    }

    @Test
    void aQuoteThatIsNotFilledSaysWhyAndWhatWould() {
        assertThat(alice("quote B200X8.PRN1 --start +2h --hours 2 --lots 12 --limit 1.95")
                        .out())
                .contains("8 of 12 lots")
                .contains("Why not all: ")
                .contains("or: With a limit of 2.10 USD per GPU-hour all 12 lots trade now")
                .contains("tidemark bid B200X8.PRN1 --start 2026112110 --hours 2 --lots 12 --limit 2.10");
    }

    @Test
    void anOrderIsEnteredListedShownAndCancelled() {
        String id = idIn(alice("bid B200X8.PRN1 --start +2h --hours 2 --lots 4 --limit 1.50 --id mine"));
        assertThat(idIn(alice("bid B200X8.PRN1 --start +2h --hours 2 --lots 4 --limit 1.50 --id mine")))
                .isEqualTo(id);
        assertThat(alice("orders --open").out())
                .containsPattern(id + " +OPEN +BUY +2026112110/2H +4 +0 +1\\.50 +0\\.00");
        assertThat(alice("order " + id).out()).contains("with a limit of 1.90 USD per GPU-hour instead of 1.50");
        assertThat(alice("cancel " + id).out()).contains("CANCELLED");
        assertThat(alice("orders --open").out()).contains("No orders.");
    }

    @Test
    void whatWasBoughtIsOnTheAccountAndCanBeSold() {
        alice("bid B200X8.PRN1 --start +2h --hours 1 --lots 2 --limit 1.90 --aon --tif FOK");
        assertThat(alice("account").out())
                .contains("Account alice")
                .contains("30.40")
                .containsPattern("2026112110 +2 +0");
        assertThat(alice("sell B200X8.PRN1 --start +2h --hours 1 --lots 2 --limit 3.00")
                        .out())
                .contains("SELL 2 lots");
    }

    @Test
    void aSpotBidRunsAndIsFoundByItsId() {
        String id = idIn(alice("spot B200X8.PRN1 --lots 4 --max 1.20 --gang"));
        assertThat(alice("orders --spot").out()).containsPattern(id + " +OPEN +4 +4 +1\\.20");
        assertThat(alice("order " + id).out()).contains("lease    0.80 USD per GPU-hour");
        assertThat(alice("cancel " + id).out()).contains("CANCELLED");
    }

    @Test
    void aLeaseIsReleasedByTheIdThatItsOwnerGaveTheBid() {
        idIn(alice("spot B200X8.PRN1 --lots 1 --max 1.20 --id ride"));
        assertThat(alice("release ride").out()).contains("CANCELLED");
        idIn(alice("spot B200X8.PRN1 --lots 1 --max 0.50 --id waits"));
        assertThat(as(TestMarket.ALICE, "release waits").err()).contains("runs nothing now", "(NO_SUCH_LEASE)");
        assertThat(as(TestMarket.ALICE, "release nothing").err()).contains("(NO_SUCH_LEASE)");
    }

    @Test
    void whatRunsIsShownWithItsNodesAndReleased() {
        assertThat(alice("leases").out()).isEqualTo("No leases.%n".formatted());
        assertThat(alice("nodes").out()).isEqualTo("No nodes.%n".formatted());
        String id = idIn(alice("spot B200X8.PRN1 --lots 1 --max 1.20"));
        long now = market.exchange().now();
        market.fleet.giveSpot(market.number("alice"), id, now, OptionalLong.of(now + 90_000));
        market.fleet.giveFirm(market.number("alice"), TestMarket.DAY + 10, 2);
        assertThat(alice("leases").out())
                .containsPattern(id + " +SPOT +1 +1 +2026-11-21T08:05:00Z +- +0\\.80 +6\\.40 +0\\.00")
                .containsPattern("B200X8\\.PRN1-F-2026112110 +FIRM +2 +0 +2026-11-21T10:00:00Z +2026-11-21T11:00:00Z")
                .contains("  nvl-1 leaves at 2026-11-21T08:06:30Z, in 90 s");
        assertThat(alice("nodes").out())
                .containsPattern("b200-1 +" + id + " +B200X8\\.PRN1 +LEASED +10\\.0\\.0\\.1:2201 +yes");
        assertThat(alice("nodes --json").out()).startsWith("{\"nodes\":[{\"node\":\"b200-1\"");
        assertThat(alice("release " + id).out()).contains("CANCELLED");
        assertThat(as(TestMarket.ALICE, "release B200X8.PRN1-F-2026112110").err())
                .contains("Offer the hours for resale", "(FIRM_IS_PAID_OR_RESOLD)");
    }

    @Test
    void aNoticeIsToldWithItsCountdown() {
        String id = idIn(alice("spot B200X8.PRN1 --lots 1 --max 1.20"));
        market.fleet.giveSpot(market.number("alice"), id, market.exchange().now(), OptionalLong.empty());
        market.exchange()
                .submit(TestMarket.POOL, new SetCapacity(TestMarket.DAY + 8, List.of(0L)))
                .join();
        assertThat(alice("leases").out())
                .contains("NOTICE " + id + ": 1 lot goes back at 2026-11-21T08:07:00Z, in 120 s");
    }

    @Test
    void moneyAtHomeAndItsMovementsAreShown() {
        assertThat(alice("statement").out()).isEqualTo("Nothing moved.%n".formatted());
        market.moveHome("alice", "deposit", "100");
        market.moveHome("alice", "to B200X8.PRN1", "-12.80");
        assertThat(alice("account").out()).contains("Account alice, 87.20 USD at home");
        assertThat(alice("statement --limit 1").out())
                .containsPattern("1 +\\S+ +deposit +100\\.00 +100\\.00")
                .contains("There are more: --after 1");
        assertThat(alice("statement --after 1").out()).containsPattern("2 +\\S+ +to B200X8\\.PRN1 +-12\\.80 +87\\.20");
    }

    @Test
    void anInvoiceIsATableASpreadsheetOrAPage() throws IOException {
        assertThat(alice("invoice 2026-11").out())
                .startsWith("Invoice alice-2026-11 (provisional: lines may still be added)")
                .containsPattern(
                        "Delivered 6 lots of 2026-11-21 07:00 at 2\\.00, 1800 of 3600 s delivered; 48\\.00 free again"
                                + " +0\\.48 +-47\\.52 +970\\.88")
                .containsPattern("B200X8\\.PRN1 +delivery +2 +-112\\.00 +0\\.48 +-111\\.52")
                .containsPattern("after +- +- +- +973\\.746667")
                .contains("Read at journal record 4711, command 3.");
        assertThat(alice("invoice 2026-11 --csv").out()).startsWith("invoice,account,");
        Path page = directory.resolve("invoice.html");
        assertThat(alice("invoice 2026-11 --html --out " + page).out()).isEqualTo("Written to " + page + ".\n");
        assertThat(Files.readString(page)).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(as(TestMarket.OPERATOR, "invoice 2026-11-21 --account bob --json")
                        .out())
                .contains("\"number\":\"bob-2026-11-21\"");
        assertThat(as(TestMarket.ALICE, "invoice november --csv").err()).contains("(INVALID_FIELD)");
        assertThat(as(TestMarket.ALICE, "invoice 2026-11 --csv --html").err()).contains("Choose one of");
        assertThat(as(TestMarket.ALICE, "invoice 2026-11 --out " + directory.resolve("none/x"))
                        .err())
                .contains("cannot be written");
    }

    @Test
    void accessIsGivenByFiles() throws IOException {
        Path key = Files.writeString(directory.resolve("id.pub"), TestMarket.SSH_KEY + "\n");
        Path start = Files.writeString(directory.resolve("start.yaml"), "#cloud-config\n");
        assertThat(alice("access").out()).contains("SSH key     -").contains("cloud-init  0 bytes");
        alice("access --ssh-key " + key);
        assertThat(alice("access --cloud-init " + start).out())
                .contains("SSH key     " + TestMarket.SSH_KEY)
                .contains("cloud-init  14 bytes");
    }

    @Test
    void aPrivateKeyIsNotSent() throws IOException {
        Path key = Files.writeString(directory.resolve("id"), "-----BEGIN OPENSSH PRIVATE KEY-----\n");
        Result refused = as(TestMarket.ALICE, "access --ssh-key " + key);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("was not sent").contains(key + ".pub");
        assertThat(as(TestMarket.ALICE, "access --ssh-key " + directory.resolve("none"))
                        .err())
                .contains("cannot be read");
    }

    @Test
    void anOrderAndABidAreFoundByTheIdThatTheirOwnerGaveThem() {
        String order = idIn(alice("bid B200X8.PRN1 --start +2h --hours 2 --lots 4 --limit 1.50 --id train-7"));
        String bid = idIn(alice("spot B200X8.PRN1 --lots 4 --max 1.20 --gang --id night-7"));
        assertThat(idIn(alice("order train-7"))).isEqualTo(order);
        assertThat(idIn(alice("order night-7"))).isEqualTo(bid);
        assertThat(alice("cancel train-7").out()).contains(order).contains("CANCELLED");
        assertThat(alice("cancel night-7").out()).contains(bid).contains("CANCELLED");
        assertThat(as(TestMarket.ALICE, "cancel train-8").err()).contains("(NO_SUCH_ORDER)");
        assertThat(as(TestMarket.BOB, "order train-7").err()).contains("(NO_SUCH_ORDER)");
    }

    @Test
    void anOrderIsReplacedAndABidIsNot() {
        assertThat(alice("bid B200X8.PRN1 --start +2h --hours 2 --lots 4 --limit 1.50 --id train-7")
                        .out())
                .contains("What would help: Raise the limit to 1.90.");
        alice("spot B200X8.PRN1 --lots 4 --max 1.20 --gang --id night-7");
        assertThat(alice("replace train-7 --lots 3 --limit 1.60").out())
                .contains("1.60")
                .containsPattern("train-7_[0-9a-f]{8}");
        assertThat(alice("replace train-7 --limit 1.70").out()).containsPattern("train-7_[0-9a-f]{8}\\b(?!_)");
        assertThat(as(TestMarket.ALICE, "replace night-7 --lots 3").err()).contains("(NOT_REPLACEABLE)");
        assertThat(as(TestMarket.ALICE, "replace train-7").exitCode()).isEqualTo(2);
    }

    @Test
    void whatHappensIsWatchedUntilTheTimeIsOver() {
        String open = idIn(alice("bid B200X8.PRN1 --start +2h --hours 1 --lots 4 --limit 1.50"));
        StringWriter out = new StringWriter();
        CompletableFuture<Result> watched = CompletableFuture.supplyAsync(() -> run(
                out, "watch", "--pool", "B200X8.PRN1", "--for", "4", "--url", market.url(), "--key", TestMarket.ALICE));
        while (!out.toString().contains(open)) {
            assertThat(watched).as(out.toString()).isNotDone();
            Thread.onSpinWait();
        }
        alice("bid B200X8.PRN1 --start +2h --hours 1 --lots 8 --limit 1.90");
        market.exchange().submit(TestMarket.POOL, new Halt()).join();
        assertThat(watched.join().err()).isEmpty();
        assertThat(out.toString())
                .startsWith("Watching B200X8.PRN1 as alice.%n".formatted())
                .contains("B200X8.PRN1  phase CONTINUOUS")
                .contains(open + "  my BUY OPEN, 0 of 4 lots bought: ")
                .containsPattern("08:05:00  B200X8\\.PRN1  asks .*10h 1\\.90 > 2\\.10")
                .contains("trade 8 lots, 1 h from 2026112110, at 1.90")
                .contains("my BUY FILLED, 8 of 8 lots bought")
                .contains("08:05:00  B200X8.PRN1  phase HALT")
                .doesNotContain("GB200R64");
    }

    @Test
    void whoWatchesWithoutAKeySeesWhatIsPublic() {
        Result watched = run("watch", "--url", market.url(), "--key", "", "--for", "1", "--json");
        assertThat(watched.exitCode()).isZero();
        assertThat(watched.out())
                .startsWith("{\"event\":\"hello\",\"id\":\"B200X8.PRN1:")
                .doesNotContain("account");
        assertThat(as("wrong", "watch --for 1").err()).contains("(KEY_UNKNOWN)");
        assertThat(as(TestMarket.ALICE, "watch --pool X --for 1").err()).contains("[pools]");
        assertThat(as(TestMarket.ALICE, "watch --for 0").exitCode()).isEqualTo(2);
    }

    @Test
    void jsonIsPrintedAsTheServerSentIt() {
        assertThat(alice("status --json").out()).startsWith("{\"marketTime\":\"2026-11-21T08:05:00Z\"");
        Result refused = as("wrong", "account --json");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).startsWith("{\"type\":\"urn:tidemark:problem:key-unknown\"");
    }

    @Test
    void aRefusalIsToldInSentencesAndExitsWithOne() {
        Result refused = as(TestMarket.POOR, "bid B200X8.PRN1 --start +2h --hours 1 --lots 1 --limit 2.00");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("free are 0.00 USD. [lots]").contains("(INSUFFICIENT_CREDIT)");
        assertThat(as(TestMarket.ALICE, "order B200X8.PRN1-777").exitCode()).isEqualTo(1);
        assertThat(as("", "account").err()).contains("Authorization: Bearer");
        assertThat(run("account", "--url", market.url()).err()).contains("(KEY_MISSING)");
        assertThat(as(TestMarket.ALICE, "balance").err()).contains("scope operator");
    }

    @Test
    void theOperatorSeesTheBalance() {
        Result balance = as(TestMarket.OPERATOR, "balance");
        assertThat(balance.out()).contains("200000.00").contains("In balance.");
    }

    @Test
    void theOperatorMovesItsOwnMoneyInAndOut() {
        Result deposit =
                as(TestMarket.OPERATOR, "funds deposit B200X8.PRN1 --account operator --amount 500 --transfer-id 7");
        assertThat(deposit.err()).isEmpty();
        assertThat(deposit.out())
                .isEqualToNormalizingNewlines(
                        "B200X8.PRN1: 500.00 USD deposited into the operator's wallet (transfer 7); it has 500.00 USD now\n");
        as(TestMarket.OPERATOR, "funds deposit B200X8.PRN1 --account damages --amount 20");
        assertThat(as(TestMarket.OPERATOR, "funds withdraw B200X8.PRN1 --account damages --amount 5.50")
                        .out())
                .contains("5.50 USD withdrawn from the damages account (transfer ")
                .contains("; it has 14.50 USD now");
        assertThat(as(TestMarket.OPERATOR, "funds").out())
                .containsPattern("B200X8\\.PRN1 +500\\.00 +14\\.50 +0\\.00\n")
                .containsPattern("GB200R64\\.HYP1 +0\\.00 +0\\.00 +0\\.00\n")
                .doesNotContain("OWED TO");
        // What it is for: without it, this is refused.
        alice("bid B200X8.PRN1 --start +2h --hours 1 --lots 2 --limit 1.90");
        market.exchange()
                .submit(
                        TestMarket.POOL,
                        new PublishRules(new RuleSheet("test", 10, 2_000, 0, 0, 120, List.of(), List.of(), 0, 0, 400)))
                .join();
        alice("sell B200X8.PRN1 --start +2h --hours 1 --lots 2 --limit 2.00");
        assertThat(as(TestMarket.OPERATOR, "buy-back B200X8.PRN1 --start +2h --hours 1 --lots 1 --limit 2.50")
                        .out())
                .contains("1 of 1 lot bought back and burned, for 16.00 USD");
    }

    @Test
    void whatGoesWrongWithTheOperatorsMoneyIsSaid() {
        Result tooMuch = as(TestMarket.OPERATOR, "funds withdraw B200X8.PRN1 --account operator --amount 1");
        assertThat(tooMuch.exitCode()).isEqualTo(1);
        assertThat(tooMuch.err())
                .contains(
                        "The operator's wallet in B200X8.PRN1 has 0.00 USD free, which is less than 1.00. [amountUsd]")
                .contains("(INSUFFICIENT_CREDIT)");
        assertThat(as(TestMarket.OPERATOR, "funds deposit B200X8.PRN1 --account damage --amount 1")
                        .err())
                .contains("[account]", "(INVALID_FIELD)");
        assertThat(as(TestMarket.OPERATOR, "funds deposit B200X8.PRN1 --amount 1")
                        .exitCode())
                .isEqualTo(2);
        assertThat(as(TestMarket.ALICE, "funds").err()).contains("(SCOPE_MISSING)");
        for (String command : List.of("deposit", "withdraw")) {
            assertThat(run("funds", command, "--help").out()).contains("  tidemark funds " + command);
        }
    }

    @Test
    void whatIsOwedIsListed() {
        market.oweDamages();
        assertThat(as(TestMarket.OPERATOR, "funds").out())
                .containsPattern("B200X8\\.PRN1 +0\\.00 +0\\.00 +7\\.60\n")
                .containsPattern("B200X8\\.PRN1 +alice +7\\.60 +2026112110\n");
        assertThat(as(TestMarket.OPERATOR, "funds deposit B200X8.PRN1 --account damages --amount 7")
                        .out())
                .contains("it has 0.00 USD now")
                .contains("0.60 USD of damages are still owed");
    }

    @Test
    void wrongUseExitsWithTwoAndSuggests() {
        assertThat(as("", "quots B200X8.PRN1").err()).contains("quote");
        assertThat(as("", "quots B200X8.PRN1").exitCode()).isEqualTo(2);
        assertThat(as("", "quote B200X8.PRN1").exitCode()).isEqualTo(2);
        assertThat(as("", "prices B200X8.PRN1 --hour 3").exitCode()).isEqualTo(2);
    }

    @Test
    void noServerExitsWithThreeAndSaysHowToStartOne() {
        Result lost = run("status", "--url", "http://127.0.0.1:1");
        assertThat(lost.exitCode()).isEqualTo(3);
        assertThat(lost.err()).contains("tidemark demo").contains("--url");
        assertThat(run("status", "--url", "nonsense").exitCode()).isEqualTo(3);
    }

    @Test
    void everyCommandTeachesWithAnExample() {
        for (String command : ClientCommands.addTo(new CommandLine(new Root()), NO_PAST)
                .getSubcommands()
                .keySet()) {
            Result help = run(command, "--help");
            assertThat(help.exitCode()).isZero();
            assertThat(help.out()).contains("Example").contains("  tidemark " + command);
        }
    }
}
