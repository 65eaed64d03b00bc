/**
 * Scenarios: what is simulated, read from YAML and checked before anything runs.
 *
 * <p>The published JSON schema is what the reader itself obeys: it says which keys there are, what each may be and what
 * it is when left out. What is wrong is told all at once, each with file, line, column and what would be right. It runs
 * nothing and opens no file but the scenario's own.
 *
 * <p>Start reading at {@link io.tidemark.simulations.scenario.ScenarioReader}.
 */
@NullMarked
package io.tidemark.simulations.scenario;

import org.jspecify.annotations.NullMarked;
