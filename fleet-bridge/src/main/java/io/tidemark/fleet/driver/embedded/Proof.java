package io.tidemark.fleet.driver.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.SanitizeStep;
import io.tidemark.fleet.driver.StepEvidence;
import io.tidemark.fleet.driver.StepEvidence.Result;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The report of a simulated sanitizing: what a real one would say, and that it is simulated. */
final class Proof {
    private static final String TOOL = "tidemark-embedded (simulated)";

    private Proof() {}

    /**
     * A finished sanitizing.
     *
     * @param failed the step at which it stopped; the later ones were not done and are not reported
     */
    static SanitizeReport of(NodeRef node, Sku sku, long epoch, long start, long end, Optional<SanitizeStep> failed) {
        SanitizeStep[] all = SanitizeStep.values();
        long from = start;
        List<StepEvidence> steps = new ArrayList<>();
        for (SanitizeStep step : all) {
            boolean fails = failed.isPresent() && failed.get() == step;
            long to = start + (end - start) * (steps.size() + 1) / all.length;
            int devices = devices(step, sku);
            Result result = fails ? Result.FAILED : Result.PASSED;
            steps.add(new StepEvidence(
                    step,
                    method(step),
                    TOOL,
                    devices,
                    devices,
                    result,
                    from,
                    to,
                    sha256(node + " " + epoch + " " + step + " " + result + " " + from + " " + to)));
            if (fails) {
                break;
            }
            from = to;
        }
        return new SanitizeReport(node, epoch, true, steps);
    }

    private static String method(SanitizeStep step) {
        return switch (step) {
            case NVME_CRYPTO_ERASE -> "NVMe Format NVM, cryptographic erase (NIST 800-88 purge)";
            case GPU_MEMORY -> "reset and scrub of all GPU memory";
            case SYSTEM_MEMORY -> "power cycle and overwrite of system memory";
            case TPM_RESET -> "TPM2_Clear and BIOS defaults";
            case FIRMWARE_ATTESTATION -> "firmware hashes against the reference manifest, attested";
            case NETWORK_ISOLATION -> "tenant partitions and VLANs removed from all ports";
        };
    }

    private static int devices(SanitizeStep step, Sku sku) {
        boolean server = sku == Sku.B200X8;
        return switch (step) {
            case NVME_CRYPTO_ERASE, NETWORK_ISOLATION -> server ? 8 : 4;
            case GPU_MEMORY -> server ? 8 : 4;
            case SYSTEM_MEMORY, TPM_RESET -> 1;
            case FIRMWARE_ATTESTATION -> server ? 20 : 12;
        };
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
