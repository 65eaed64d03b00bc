package io.tidemark.fleet.driver.slurm;

import io.tidemark.fleet.driver.DriverException;

/** Slurm and the options do not fit each other; a person must look. */
final class SlurmConfigException extends DriverException {
    private static final long serialVersionUID = 1;

    SlurmConfigException(String message) {
        super(message);
    }
}
