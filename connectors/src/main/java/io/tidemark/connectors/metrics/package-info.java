/**
 * The figures of every stage, for Prometheus: what an operator wants to see on one page, and to be woken for.
 *
 * <p>A class here for each stage registers its metrics and knows where their figures come from; nothing outside this
 * package knows Prometheus. What is cheap is read when it is scraped; what needs the database or a pool's thread is read
 * by the {@code Sampler} every few seconds, so that a scrape is quick and never waits for a part that is in trouble. No
 * label names an account, an order or an hour: their number would grow without end.
 *
 * <p>It decides nothing, and a metric that fails never disturbs what it measures. What each metric means is told in
 * {@code docs/monitoring/README.md}; a test holds the two together.
 *
 * <p>Start reading at {@link io.tidemark.connectors.metrics.MetricsServer}.
 */
@NullMarked
package io.tidemark.connectors.metrics;

import org.jspecify.annotations.NullMarked;
