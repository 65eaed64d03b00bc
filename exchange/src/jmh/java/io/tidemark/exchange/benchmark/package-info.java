/**
 * What single commands of a pool cost in time and in garbage, measured with JMH, and what the journal in
 * PostgreSQL takes in. No part of the build: the profile {@code benchmarks} compiles and runs them.
 */
@NullMarked
package io.tidemark.exchange.benchmark;

import org.jspecify.annotations.NullMarked;
