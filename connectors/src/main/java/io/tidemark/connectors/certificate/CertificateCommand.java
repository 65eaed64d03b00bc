package io.tidemark.connectors.certificate;

import io.tidemark.exchange.audit.HeadKey;
import io.tidemark.exchange.audit.HeadKeyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark certificate}: what a holder was given on paper, checked without a server. */
@Command(
        name = "certificate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks certificates of hand-overs, offline. 'tidemark leases certificates LEASE' downloads them.",
            ""
        },
        subcommands = CertificateCommand.Verify.class,
        footer = {"", "Example:", "  tidemark certificate verify b200-01.jws --public-key operator.pub.pem"})
public final class CertificateCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Says who signed a certificate, whether it was changed, and what was done to the node.",
                "",
                "The public key must come from somewhere else than the certificate: ask the operator for it once, and keep it.",
                ""
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:it is the operator's, and every step passed on every device",
                "1:it is not, or a step did not pass",
                "2:a file cannot be read"
            },
            footer = {"", "Example:", "  tidemark certificate verify b200-01.jws --public-key operator.pub.pem"})
    static final class Verify implements Callable<Integer> {
        private static final int GOOD = 0;
        private static final int REFUSED = 1;
        private static final int BAD_INPUT = 2;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "FILE", description = "a certificate")
        private Path file = Path.of("");

        @Option(
                names = "--public-key",
                required = true,
                paramLabel = "FILE",
                description = "the operator's public key, PEM, as 'tidemark audit key' prints it")
        private Path publicKey = Path.of("");

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            try {
                PublicKey key = HeadKey.publicKey(publicKey);
                HandOverCertificate certificate = HandOverCertificate.verified(Files.readString(file), key);
                return show(certificate, HeadKey.fingerprint(key), out);
            } catch (CertificateRefusedException refused) {
                err.println("tidemark: " + file + ": " + refused.getMessage());
                return REFUSED;
            } catch (NoSuchFileException missing) {
                err.println("tidemark: there is no " + missing.getFile());
                return BAD_INPUT;
            } catch (HeadKeyException | IOException unreadable) {
                err.println("tidemark: " + unreadable.getMessage());
                return BAD_INPUT;
            } finally {
                out.flush();
                err.flush();
            }
        }

        private static int show(HandOverCertificate certificate, String key, PrintWriter out) {
            out.printf(
                    Locale.ROOT,
                    "%s of %s was handed over to %s under lease %s, healthy since %s.%n",
                    certificate.node(),
                    certificate.domain(),
                    certificate.account(),
                    certificate.leaseId(),
                    certificate.readyAt());
            if (certificate.simulated()) {
                out.println("SIMULATED: there is no machine behind this node.");
            }
            boolean good = !certificate.steps().isEmpty();
            for (HandOverCertificate.Step step : certificate.steps()) {
                good &= step.isGood();
                out.printf(
                        Locale.ROOT,
                        "  %s %s, %d of %d devices: %s, by %s, ended %s, log %s%n",
                        step.isGood() ? "passed" : "FAILED",
                        step.step(),
                        step.devicesFound(),
                        step.devicesExpected(),
                        step.method(),
                        step.tool(),
                        step.endedAt(),
                        step.evidenceSha256());
            }
            out.println(isolation(certificate.isolation()));
            out.printf(
                    Locale.ROOT,
                    "Signed by key %s; command %d in the log of %s.%n",
                    key,
                    certificate.journalSequence(),
                    certificate.pool());
            return good ? GOOD : REFUSED;
        }

        private static String isolation(HandOverCertificate.Isolation isolation) {
            if (!isolation.recorded()) {
                return "Isolation of the tenant's network: not recorded.";
            } else if (isolation.partitions().isEmpty()) {
                return "Isolation of the tenant's network: the fleet's driver reports no partition.";
            }
            return isolation.partitions().stream()
                    .map(partition -> partition.kind() + " " + partition.id())
                    .collect(Collectors.joining(", ", "Isolation of the tenant's network: ", "."));
        }
    }
}
