package io.tidemark.fleet.driver;

import java.util.regex.Pattern;

/**
 * What is known of one step of a sanitizing.
 *
 * @param method how, in the words of its standard, such as "NVMe Format, cryptographic erase"
 * @param tool what did it, with its version
 * @param devicesFound how many devices it was done to
 * @param devicesExpected how many the inventory has; a missing one is a failure, whatever the tool says
 * @param startedAt epoch milliseconds
 * @param endedAt epoch milliseconds, never before the start
 * @param evidenceHash SHA-256 of the tool's own log, 64 hexadecimal digits
 */
public record StepEvidence(
        SanitizeStep step,
        String method,
        String tool,
        int devicesFound,
        int devicesExpected,
        Result result,
        long startedAt,
        long endedAt,
        String evidenceHash) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public StepEvidence {
        if (endedAt < startedAt) {
            throw new IllegalArgumentException(step + " ended before it started");
        }
        if (!SHA_256.matcher(evidenceHash).matches()) {
            throw new IllegalArgumentException("not a SHA-256: '" + evidenceHash + "'");
        }
    }

    /** How a step ended. */
    public enum Result {
        PASSED,
        FAILED
    }

    /** Whether it passed, on every device there should be. */
    public boolean isGood() {
        return result == Result.PASSED && devicesFound == devicesExpected;
    }
}
