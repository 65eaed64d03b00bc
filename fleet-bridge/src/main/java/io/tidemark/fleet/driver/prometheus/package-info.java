/**
 * A metrics store as the source of internal demand, for schedulers that Tidemark does not speak to itself.
 *
 * <p>It asks Prometheus, or what speaks its HTTP API, for a few numbers a pool. It believes no number that is not one: what
 * is missing, several, not a number or impossible is refused with a reason, and the last reading repeated. It never
 * writes anything and never reads a clock.
 *
 * <p>Start reading at {@link io.tidemark.fleet.driver.prometheus.PrometheusDemand}; what it must be told is {@link
 * io.tidemark.fleet.driver.prometheus.PrometheusOptions}.
 */
@NullMarked
package io.tidemark.fleet.driver.prometheus;

import org.jspecify.annotations.NullMarked;
