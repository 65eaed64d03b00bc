package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.LegSettlement;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Whose money is where, by the events alone. */
final class ShadowCash {
    final NavigableMap<Long, Long> free;
    final NavigableMap<Long, Long> escrow = new TreeMap<>();
    long deposits;
    long fees;

    ShadowCash(NavigableMap<Long, Long> free) {
        this.free = free;
        free.put(Clearing.OPERATOR, 0L);
        free.put(Clearing.DAMAGES, 0L);
    }

    void deposit(long account, long amount) {
        pay(account, amount);
        deposits += amount;
    }

    void pay(long account, long amount) {
        assertThat(free.merge(account, amount, Long::sum))
                .as("free cash of %d", account)
                .isNotNegative();
    }

    /** Pays what legs have come to and gives the fees that this collected. */
    long pay(List<LegSettlement> legs) {
        long collected = 0;
        Map<Long, Long> changes = new TreeMap<>();
        for (LegSettlement leg : legs) {
            changes.merge(leg.buyer(), leg.escrow() - leg.paid() + leg.buyerFeeRefund(), Long::sum);
            changes.merge(leg.seller(), leg.paid() - leg.sellerFee(), Long::sum);
            escrow.merge(leg.buyer(), -leg.escrow(), Long::sum);
            collected += leg.sellerFee() - leg.buyerFeeRefund();
        }
        changes.forEach(this::pay);
        fees += collected;
        return collected;
    }

    /** The damages account first, then the operator's own wallet, and nothing is left unpaid while either has some. */
    void payDamages(long account, long fromDamages, long fromOperator, long unpaid) {
        pay(Clearing.DAMAGES, -fromDamages);
        pay(Clearing.OPERATOR, -fromOperator);
        pay(account, fromDamages + fromOperator);
        assertThat(fromOperator + unpaid == 0 || known(free.get(Clearing.DAMAGES), account) == 0)
                .as("the damages account is empty before another pays")
                .isTrue();
        assertThat(unpaid == 0 || known(free.get(Clearing.OPERATOR), account) == 0)
                .as("the operator's wallet is empty before anything is owed")
                .isTrue();
    }
}
