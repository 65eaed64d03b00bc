/**
 * Messages to the webhooks of holders: signed, to an address that was looked at, in bounded time.
 *
 * <p>Anybody with an account chooses where this program sends requests to, so it is careful whom it talks to: the name is
 * resolved once, every address that it has must be a public one, and the connection goes to the address that was checked. No
 * redirect is followed, and of the answer only the status is read. It keeps nothing and tries nothing again: that is done by
 * the tasks of settlement.
 *
 * <p>The messages follow the Standard Webhooks specification (standardwebhooks.com).
 *
 * <p>Start reading at {@link io.tidemark.connectors.webhook.WebhookSender}.
 */
@NullMarked
package io.tidemark.connectors.webhook;

import org.jspecify.annotations.NullMarked;
