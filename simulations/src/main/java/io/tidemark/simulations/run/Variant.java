package io.tidemark.simulations.run;

import io.tidemark.simulations.scenario.Scenario;

/**
 * One of the scenarios that are compared.
 *
 * @param name tells it from the others, such as {@code "pool-month pricing.policy=fixed"}
 */
public record Variant(String name, Scenario scenario, InputFiles files) {}
