package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.Wallet;
import io.tidemark.exchange.contract.Hours;
import java.util.ArrayList;
import java.util.List;

/** The laws of titles and money, checked on the live state: by every property test, and by operators on demand. */
final class BalanceCheck {
    private final PoolState state;
    private final OrderDesk orders;
    private final SpotDesk spot;

    BalanceCheck(PoolState state, OrderDesk orders, SpotDesk spot) {
        this.state = state;
        this.orders = orders;
        this.spot = spot;
    }

    View.BalanceView check() {
        List<String> violations = new ArrayList<>();
        long wallets = 0;
        for (long account : state.clearing.accounts()) {
            Wallet wallet = state.clearing.wallet(account);
            wallets += wallet.free() + wallet.held() + wallet.escrow();
            long held = orders.heldFor(account) + spot.bids().heldFor(account);
            expect(violations, "account " + account + " holds what its open orders may cost", held, wallet.held());
            expect(
                    violations,
                    "account " + account + " has in escrow what its legs call for",
                    state.clearing.escrowOf(account),
                    wallet.escrow());
        }
        expect(
                violations,
                "wallets and fees are deposits less withdrawals",
                state.clearing.netDeposits(),
                wallets + state.clearing.fees());
        long minted = 0;
        long held = 0;
        long unsold = 0;
        for (long hour : state.clearing.hours()) {
            long heldInHour = 0;
            for (long account : state.clearing.accounts()) {
                if (account != Clearing.OPERATOR) {
                    heldInHour += state.clearing.held(account, hour);
                    checkOffers(violations, account, hour);
                }
            }
            expect(
                    violations,
                    "in hour " + Hours.format(hour) + " held and unsold titles are those minted",
                    state.clearing.minted(hour),
                    heldInHour + state.clearing.unsold(hour));
            minted += state.clearing.minted(hour);
            held += heldInHour;
            unsold += state.clearing.unsold(hour);
        }
        for (long hour : state.book.hoursOffered()) {
            long operatorAsks = state.book.ladder(hour).stream()
                    .filter(ask -> ask.account() == Clearing.OPERATOR)
                    .mapToLong(Ask::remaining)
                    .sum();
            expect(
                    violations,
                    "in hour " + Hours.format(hour) + " the operator offers its unsold titles",
                    state.clearing.unsold(hour),
                    operatorAsks);
        }
        return new View.BalanceView(
                state.clearing.netDeposits(),
                wallets,
                state.clearing.fees(),
                minted,
                held,
                unsold,
                List.copyOf(violations));
    }

    private void checkOffers(List<String> violations, long account, long hour) {
        long offered = state.book.ladder(hour).stream()
                .filter(ask -> ask.account() == account)
                .mapToLong(Ask::remaining)
                .sum();
        long held = state.clearing.held(account, hour);
        if (offered > held) {
            violations.add("account " + account + " offers more of hour " + Hours.format(hour) + " than it holds");
        }
        expect(
                violations,
                "account " + account + " has held for sale of hour " + Hours.format(hour) + " what it offers",
                offered,
                held - state.clearing.freeTitles(account, hour));
    }

    private static void expect(List<String> violations, String law, long expected, long found) {
        if (expected != found) {
            violations.add(law + ": expected " + expected + ", found " + found);
        }
    }
}
