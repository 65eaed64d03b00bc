/**
 * What a holder of lots must hear: that lots are at risk, that they end and when, that they are ready, that they are gone,
 * that they were not delivered.
 *
 * <p>It is read from the events of the journal alone, so that every channel tells the same, under the same id, however often
 * and by whomever the journal is read. It sends nothing, and names nobody but the account that it is for.
 *
 * <p>Start reading at {@link io.tidemark.exchange.notice.HolderNotice}, then {@link io.tidemark.exchange.notice.HolderNotices}.
 */
@NullMarked
package io.tidemark.exchange.notice;

import org.jspecify.annotations.NullMarked;
