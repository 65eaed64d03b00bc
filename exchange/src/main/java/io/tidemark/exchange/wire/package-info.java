/**
 * Values as bytes: a compact binary form for records and sealed families of records, the same in the journal and between
 * members.
 *
 * <p>Every value has exactly one encoding, and every accepted encoding one value, so equal bytes mean equal values and a
 * hash over bytes is a hash over values. Bytes that are no such encoding are refused with the position; they never cost
 * more memory than they themselves take, times a small constant. Nothing here knows what the values mean, and nothing
 * evolves by itself: the format is the order of components and permitted types, told by
 * {@link io.tidemark.exchange.wire.RecordCodec#schema()} and pinned by whoever stores it.
 *
 * <p>Start reading at {@link io.tidemark.exchange.wire.RecordCodec}.
 */
@NullMarked
package io.tidemark.exchange.wire;

import org.jspecify.annotations.NullMarked;
