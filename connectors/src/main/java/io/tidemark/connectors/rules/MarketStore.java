package io.tidemark.connectors.rules;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.document.Documents;
import io.tidemark.pricing.life.DirectoryStore;
import io.tidemark.pricing.life.RuleLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which market's rule sets are meant. */
final class MarketStore {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".tidemark/demo",
            description = "the data directory of a market; its rule sets are in DIR/rules (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".tidemark/demo");

    /** The data directory of the market. */
    Path data() {
        return data;
    }

    RuleLife life() {
        return new RuleLife(new DirectoryStore(data.resolve("rules")));
    }

    /**
     * The operator whose key it is.
     *
     * @throws IOException if there are no accounts, or the key opens none of an operator
     */
    String operator(String key) throws IOException {
        Path accounts = data.resolve("accounts");
        if (!Files.isDirectory(accounts)) {
            throw new IOException("there is no market in " + data
                    + "; name its data directory with --data, or make one with 'tidemark operator init --data DIR'");
        }
        return AccountBook.open(Documents.in(accounts))
                .byKey(key)
                .filter(account -> account.scopes().contains(Scope.OPERATOR))
                .map(Account::name)
                .orElseThrow(() -> new IOException(
                        key.isEmpty()
                                ? "whose doing is it? Set TIDEMARK_KEY to an operator's key"
                                : "the key in TIDEMARK_KEY is no operator's in " + data));
    }
}
