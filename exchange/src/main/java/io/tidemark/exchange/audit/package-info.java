/**
 * What the operator owes to those who do not trust the operator's disk: heads of the journal under a signature, to be
 * handed out, and the check of a journal against them.
 *
 * <p>The chain of hashes in the journal shows a record that was changed. It cannot show that the end was cut off, that an
 * older copy was put in its place, or that everything was written anew from some record on: for that somebody else must
 * have kept a head. A head that was signed cannot be denied.
 *
 * <p>Nothing here writes to a journal, and the private key is never in its directory.
 *
 * <p>Start reading at {@link io.tidemark.exchange.audit.SignedHead}, then {@link io.tidemark.exchange.audit.HeadCheck}.
 */
@NullMarked
package io.tidemark.exchange.audit;

import org.jspecify.annotations.NullMarked;
