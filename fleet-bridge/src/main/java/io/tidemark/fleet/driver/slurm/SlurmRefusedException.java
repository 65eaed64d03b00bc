package io.tidemark.fleet.driver.slurm;

import io.tidemark.fleet.driver.DriverException;

/** Slurm has understood, and does not do it. */
final class SlurmRefusedException extends DriverException {
    private static final long serialVersionUID = 1;

    SlurmRefusedException(String message) {
        super(message);
    }
}
