package io.tidemark.connectors.server;

import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.MalformedNameException;
import io.tidemark.connectors.account.NameTakenException;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.document.SharedDocuments;
import io.tidemark.fleet.database.Database;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code tidemark operator}: who runs the market. Keys of operators are made at the machine and nowhere else: some things
 * take two people, and whoever has one operator's key must not be able to make a second person with it.
 */
@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the keys of those who run the market: in its directory, while the market does not run; or in the database of"
                    + " a cluster, at any time.",
            "",
            "A key is printed once, alone, on the standard output; only its hash is kept.",
            ""
        },
        subcommands = {OperatorCommand.Init.class, OperatorCommand.Add.class, OperatorCommand.NewKey.class},
        footer = {
            "",
            "Examples:",
            "  tidemark operator init --data market > operator.key",
            "  tidemark operator add second-shift --data market > second-shift.key",
            "  tidemark operator new-key operator --data market > operator.key",
            "  tidemark operator init --config serve.yaml > operator.key"
        })
final class OperatorCommand implements Runnable {
    static final String HOUSE = "operator";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** What the three have in common: a place where accounts are kept, and a key that is shown. */
    abstract static class KeyCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @ArgGroup(multiplicity = "1")
        private Place place = new Place();

        /** Where the accounts are. */
        static final class Place {
            @Option(names = "--data", paramLabel = "DIR", description = "the directory of the market")
            private @Nullable Path data;

            @Option(
                    names = "--config",
                    paramLabel = "FILE",
                    description = "of a cluster: the configuration that names its database; its members may run")
            private @Nullable Path config;
        }

        /** Runs a change of the accounts, and shows the key that came of it; a refusal is a sentence. */
        int change(String shown, Function<AccountBook, AccountBook.Created> change) {
            PrintWriter err = spec.commandLine().getErr();
            try {
                AccountBook.Created made = place.data != null
                        ? inDirectory(place.data, change)
                        : inDatabase(Objects.requireNonNull(place.config), change);
                PrintWriter out = spec.commandLine().getOut();
                out.println(made.key());
                out.flush();
                err.println(shown + " Keep it now: only its hash is stored.");
                return 0;
            } catch (ConfigRefusedException refused) {
                refused.problems().forEach(err::println);
                return 1;
            } catch (IllegalStateException | MalformedNameException | NameTakenException refused) {
                err.println("tidemark: " + refused.getMessage());
                return 1;
            } finally {
                err.flush();
            }
        }

        private static AccountBook.Created inDirectory(Path data, Function<AccountBook, AccountBook.Created> change) {
            try (DataDirectory held = DataDirectory.take(data)) {
                return change.apply(AccountBook.open(Documents.in(held.accounts())));
            }
        }

        private static AccountBook.Created inDatabase(Path config, Function<AccountBook, AccountBook.Created> change)
                throws ConfigRefusedException {
            VenueConfig.ForeignDatabase place = ServeFile.database(config, System.getenv())
                    .orElseThrow(
                            () -> new IllegalStateException(
                                    config
                                            + " names no database, so this is no cluster; give the directory of the market with --data"));
            try (Database database = place.open();
                    SharedDocuments documents = new SharedDocuments(database.connections())) {
                return change.apply(AccountBook.open(documents));
            }
        }
    }

    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = "Makes the directory of a market, and the key of its operator, who may do everything.")
    static final class Init extends KeyCommand {
        @Override
        public Integer call() {
            return change("This is the key of the operator.", accounts -> {
                if (accounts.byName(HOUSE).isPresent()) {
                    throw new IllegalStateException(
                            "there is an operator already; if the key is lost, 'tidemark operator new-key operator' makes"
                                    + " another");
                }
                return accounts.freshOperatorKey();
            });
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Makes the key of another operator, who may look, open accounts, move money in, stop pools, and"
                            + " confirm what takes two people; but neither trades nor owns the house's money.")
    static final class Add extends KeyCommand {
        @Parameters(paramLabel = "NAME", description = "such as second-shift")
        private String name = "";

        @Override
        public Integer call() {
            return change(
                    "This is the key of " + name + ".",
                    accounts -> accounts.create(name, Set.of(Scope.VIEW, Scope.OPERATOR)));
        }
    }

    @Command(
            name = "new-key",
            mixinStandardHelpOptions = true,
            description =
                    "Makes another key for somebody, when one is lost or should not be in anybody's hands any more: the"
                            + " old one opens nothing from then on.")
    static final class NewKey extends KeyCommand {
        @Parameters(paramLabel = "NAME", description = "operator, or another operator's name")
        private String name = "";

        @Override
        public Integer call() {
            return change(
                    "This is the new key of " + name + "; the old one opens nothing any more.",
                    accounts -> accounts.renewKey(name)
                            .orElseThrow(() -> new IllegalStateException("there is no account named '" + name + "'")));
        }
    }
}
