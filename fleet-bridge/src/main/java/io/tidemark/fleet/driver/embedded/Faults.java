package io.tidemark.fleet.driver.embedded;

/**
 * How often simulated machines fail.
 *
 * @param deployFailure probability that a deployment fails, and that the health check after it does, 0 to 1 each
 * @param eraseFailure probability that a sanitizing fails in one of its steps, 0 to 1
 * @param deathsPerHour probability that an active node dies within an hour, 0 up to but not including 1
 */
public record Faults(double deployFailure, double eraseFailure, double deathsPerHour) {
    /** Machines that never fail. */
    public static final Faults NONE = new Faults(0, 0, 0);

    public Faults {
        if (!(deployFailure >= 0 && deployFailure <= 1 && eraseFailure >= 0 && eraseFailure <= 1)) {
            throw new IllegalArgumentException("probabilities lie between 0 and 1");
        }
        if (!(deathsPerHour >= 0 && deathsPerHour < 1)) {
            throw new IllegalArgumentException("deaths per hour must be from 0 to below 1: " + deathsPerHour);
        }
    }
}
