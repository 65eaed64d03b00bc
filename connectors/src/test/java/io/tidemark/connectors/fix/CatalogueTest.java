package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.pool.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of engagement against the code. */
class CatalogueTest {
    private static final Pattern ORDER_ROW =
            Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([0-9]+) \\| ([0-9]+) \\| .+ \\|$");
    private static final Pattern BUSINESS_ROW =
            Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([0-9]+) \\| [^|0-9][^|]* \\|$");

    private static String document() throws IOException {
        return Files.readString(Path.of("../docs/fix.md"));
    }

    private static List<String> rows(Pattern pattern) throws IOException {
        return pattern.matcher(document())
                .results()
                .map(MatchResult::group)
                .map(row ->
                        row.substring(0, row.lastIndexOf('|', row.length() - 3)).strip())
                .toList();
    }

    @Test
    void theRejectCatalogueOfTheDocumentIsThatOfTheDoor() throws IOException {
        assertThat(rows(ORDER_ROW))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RejectReason.values())
                        .map(reason ->
                                "| `" + reason.name() + "` | " + reason.orderCode() + " | " + reason.cancelCode())
                        .toList());
        assertThat(rows(BUSINESS_ROW))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(BusinessReason.values())
                        .map(reason -> "| `" + reason.name() + "` | " + reason.code())
                        .toList());
    }

    @Test
    void everyRefusalOfTheMarketHasItsCode() {
        assertThat(Refusal.values())
                .allSatisfy(
                        refusal -> assertThat(RejectReason.of(refusal).name()).isEqualTo(refusal.name()));
    }
}
