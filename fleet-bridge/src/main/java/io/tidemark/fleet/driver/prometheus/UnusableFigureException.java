package io.tidemark.fleet.driver.prometheus;

import io.tidemark.fleet.driver.DriverException;

/** Prometheus has answered, and the answer is no figure that could be believed. */
final class UnusableFigureException extends DriverException {
    private static final long serialVersionUID = 1;

    UnusableFigureException(String message) {
        super(message);
    }
}
