package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.account.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and that nobody else is noticed by the session that he claims to be. */
class LogonTest {
    @TempDir
    private Path directory;

    @Test
    void aFirmLogsOnWithTheNameAndTheKeyOfItsAccount() {
        try (FixMarket market = FixMarket.open(directory);
                FixClient firm = FixClient.connect(market.port(), "FIRM", 1)) {
            firm.logon("firm", "firm-key").has("49=TIDEMARK 56=FIRM 34=1 108=30 1137=9");
            firm.logout();
        }
    }

    @Test
    void aSessionThatIsGivenWhileTheDoorIsOpenIsUsedAtOnceAndKept() {
        try (FixMarket market = FixMarket.open(directory)) {
            long late = market.accounts
                    .createWithKey("late", "late-key", Set.of(Scope.VIEW, Scope.TRADE))
                    .number();
            try (FixClient stranger = FixClient.connect(market.port(), "LATE", 1)) {
                stranger.raw(framed("35=A 49=LATE 56=TIDEMARK 553=late 554=late-key 34=1 52=20261121-08:00:00.000 98=0"
                        + " 108=30 1137=9"));
                assertThat(stranger.isCutOff()).isTrue();
            }
            market.sessions.give("LATE", late);
            FixClient first = FixClient.connect(market.port(), "LATE", 1);
            first.logon("late", "late-key").has("56=LATE 34=1");
            first.order("D", "11=a 55=" + FixMarket.HOUR + " 54=1 38=1 40=2 44=0.50");
            // It has no money here; that it is told so is what matters.
            first.next().has("35=8 150=8 11=a");
            first.logout();
            try (FixClient again = FixClient.connect(market.port(), "LATE", first.nextSequence())) {
                again.logon("late", "late-key").has("56=LATE");
                again.logout();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "35=A 49=FIRM 56=TIDEMARK 553=firm 554=wrong",
                "35=A 49=FIRM 56=TIDEMARK 553=firm 554=wrong 141=Y",
                "35=A 49=FIRM 56=TIDEMARK 553=firm",
                "35=A 49=FIRM 56=TIDEMARK 553=rival 554=firm-key",
                "35=A 49=FIRM 56=TIDEMARK 553=rival 554=rival-key 141=Y",
                "35=A 49=FIRM 56=OTHER 553=firm 554=firm-key",
                "35=A 49=NOBODY 56=TIDEMARK 553=firm 554=firm-key",
                "35=A 49=READER 56=TIDEMARK 553=reader 554=reader-key",
                "35=A 49=RIVAL 56=TIDEMARK 553=rival 554=rival-key 49=FIRM",
                "35=A 49=RIVAL 56=TIDEMARK 50=desk 553=rival 554=rival-key",
                "35=D 49=FIRM 56=TIDEMARK 553=firm 554=firm-key",
                "35=4 49=FIRM 56=TIDEMARK 36=500",
                "35=5 49=FIRM 56=TIDEMARK"
            })
    void whoDoesNotShowTheRightKeyIsCutOffAndTheSessionHearsNothing(String fields) throws IOException {
        try (FixMarket market = FixMarket.open(directory)) {
            FixClient before = market.firm();
            before.order("D", "11=a 55=" + FixMarket.HOUR + " 54=1 38=1 40=2 44=0.50");
            assertThat(before.next().sequence()).isEqualTo(2);
            before.logout();
            Map<String, String> files = sequenceFiles(market);

            try (FixClient stranger = FixClient.connect(market.port(), "FIRM", 1)) {
                stranger.raw(framed(fields + " 34=1 52=20261121-08:00:00.000 98=0 108=30 1137=9"));
                assertThat(stranger.isCutOff()).isTrue();
            }

            assertThat(sequenceFiles(market)).isEqualTo(files);
            try (FixClient after = FixClient.connect(market.port(), "FIRM", before.nextSequence())) {
                after.logon("firm", "firm-key");
                // The order went with the logout; its end is told now.
                after.next().has("35=8 34=5 150=4 11=a 378=13");
            }
        }
    }

    private static Map<String, String> sequenceFiles(FixMarket market) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(market.fixDirectory())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("seqnums")).toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    /** A message made of exactly these fields. */
    private static String framed(String fields) {
        String body = fields.replace(' ', '\u0001') + '\u0001';
        String text = "8=FIXT.1.1\u00019=" + body.length() + '\u0001' + body;
        int sum = text.chars().sum() % 256;
        return text + "10=%03d\u0001".formatted(sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"108=0 1137=9", "108=61 1137=9", "108=30 1137=8"})
    void theOwnerOfTheKeyHearsWhatIsWrongWithTheRestOfItsLogon(String fields) {
        try (FixMarket market = FixMarket.open(directory);
                FixClient firm = FixClient.connect(market.port(), "FIRM", 1)) {
            firm.send("A", ("98=0 553=firm 554=firm-key " + fields).split(" ", -1));
            assertThat(firm.next().has("35=5").get(58)).contains("send ");
            assertThat(firm.isCutOff()).isTrue();
            try (FixClient again = FixClient.connect(market.port(), "FIRM", 2)) {
                again.logon("firm", "firm-key");
            }
        }
    }

    @Test
    void whoIsLoggedOnCannotLogOnAsSomebodyElse() {
        try (FixMarket market = FixMarket.open(directory);
                FixClient rival = market.rival()) {
            rival.raw(framed("35=A 49=FIRM 56=TIDEMARK 34=2 52=20261121-08:00:00.000 98=0 108=30 1137=9"));
            assertThat(rival.isCutOff()).isTrue();
        }
    }

    @Test
    void aSecondConnectionIsCutOffAndTheFirstGoesOn() {
        try (FixMarket market = FixMarket.open(directory);
                FixClient first = market.firm();
                FixClient second = FixClient.connect(market.port(), "FIRM", 1)) {
            second.send("A", "98=0", "108=30", "1137=9", "553=firm", "554=firm-key", "141=Y");
            assertThat(second.isCutOff()).isTrue();
            first.order("D", "11=b 55=" + FixMarket.HOUR + " 54=1 38=1 40=2 44=0.50");
            first.next().has("35=8 34=2 150=0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "8=FIXT.1.1\u00019=999999999\u000135=A\u0001"})
    void garbageAndMessagesWithoutAnEndAreCutOff(String garbage) {
        try (FixMarket market = FixMarket.open(directory);
                FixClient stranger = FixClient.connect(market.port(), "FIRM", 1)) {
            stranger.raw(garbage + "x".repeat(5_000));
            assertThat(stranger.isCutOff()).isTrue();
        }
    }

    @Test
    void whoSaysNothingIsCutOff() {
        try (FixMarket market = FixMarket.open(directory, Duration.ofSeconds(1), 10);
                FixClient silent = FixClient.connect(market.port(), "FIRM", 1)) {
            assertThat(silent.isCutOff()).isTrue();
        }
    }

    @Test
    void theKeyIsInNoLog() {
        assertThat(MaskedLog.mask("8=FIXT.1.1\u000135=A\u0001553=firm\u0001554=demo-firm\u000110=000\u0001"))
                .contains("554=***")
                .doesNotContain("demo-firm");
    }
}
