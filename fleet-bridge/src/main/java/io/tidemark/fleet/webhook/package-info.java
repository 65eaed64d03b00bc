/**
 * Where holders want to be told, what of, and in which words: webhooks as rows.
 *
 * <p>It sends nothing: settlement makes a task of every message, in the transaction that takes the journal in, and whoever
 * carries the tasks out asks here for address and secret. A secret is given out once, when the webhook is made, and then only
 * to sign with.
 *
 * <p>Start reading at {@link io.tidemark.fleet.webhook.Webhooks}.
 */
@NullMarked
package io.tidemark.fleet.webhook;

import org.jspecify.annotations.NullMarked;
