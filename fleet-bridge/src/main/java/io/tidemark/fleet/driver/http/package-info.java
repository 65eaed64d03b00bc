/**
 * JSON over HTTP to a control plane, with a limit to every wait: what the drivers of real backends have in common.
 *
 * <p>It knows no backend, keeps nothing between two calls and never tries again: whoever calls knows when that is right.
 *
 * <p>Start reading at {@link io.tidemark.fleet.driver.http.JsonHttp}.
 */
@NullMarked
package io.tidemark.fleet.driver.http;

import org.jspecify.annotations.NullMarked;
