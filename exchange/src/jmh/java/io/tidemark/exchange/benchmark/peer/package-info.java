/**
 * Another exchange's book under the same stream of commands, so that a ratio can be measured on one machine in one minute. No
 * part of the build: the profile {@code benchmarks} compiles and runs it, and only it has the other exchange's library.
 */
@NullMarked
package io.tidemark.exchange.benchmark.peer;

import org.jspecify.annotations.NullMarked;
