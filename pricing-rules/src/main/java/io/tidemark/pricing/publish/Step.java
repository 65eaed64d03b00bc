package io.tidemark.pricing.publish;

/**
 * One number on the way from effects to what is published.
 *
 * @param name what it is; the end of the name is the unit, such as {@code "fair_ticks"}
 * @param how the arithmetic with its numbers, such as {@code "320 x (10000 + 1200) / 10000"}
 * @param value what it comes to
 */
public record Step(String name, String how, long value) {}
