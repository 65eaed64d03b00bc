package io.tidemark.connectors.rest;

import io.tidemark.exchange.notice.HolderNotice;
import org.jspecify.annotations.Nullable;

/**
 * What a holder is told of its lots, on the stream and to its webhooks.
 *
 * @param id the same over every channel, and each time that it is told
 * @param type such as {@code lease.notice}
 * @param at when it happened, market time
 * @param reason a name that stays
 * @param endsAt when the lots are to be back; of a firm hour when it begins, or ended
 */
public record NoticeMessage(
        String id,
        String type,
        String pool,
        String leaseId,
        long lots,
        String reason,
        @Nullable String at,
        @Nullable String endsAt) {
    /** As the journal has it. */
    public static NoticeMessage of(HolderNotice notice) {
        return new NoticeMessage(
                notice.id(),
                notice.happening().type(),
                notice.pool().toString(),
                notice.leaseId(),
                notice.lots(),
                notice.reason(),
                Amounts.instant(notice.at()),
                notice.endsAt().isPresent() ? Amounts.at(notice.endsAt().getAsLong()) : null);
    }
}
