/**
 * The REST door: HTTP and JSON on one side, the exchange on the other. A resource parses, calls and renders.
 *
 * <p>It never decides about the market: whether an order is good is the pool's answer, and a refusal is passed on with
 * its code, its field and its remedy. Every response that is no success is {@code application/problem+json} (RFC 9457).
 * Prices are decimal strings in dollars per GPU-hour and per lot-hour, money decimal strings in dollars, and the unit is
 * part of each field's name.
 *
 * <p>The resources are public because Jersey calls no others; nobody else should.
 *
 * <p>Start reading at {@link io.tidemark.connectors.rest.RestServer}, then at {@code OrdersResource}.
 */
@NullMarked
package io.tidemark.connectors.rest;

import org.jspecify.annotations.NullMarked;
