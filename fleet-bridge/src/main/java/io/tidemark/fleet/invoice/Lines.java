package io.tidemark.fleet.invoice;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.invoice.Invoice.Item;
import io.tidemark.fleet.ledger.Particulars;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what a transfer is on the invoice of one of those who took part in it. */
final class Lines {
    private Lines() {}

    /**
     * A transfer as the books have it.
     *
     * @param net what it moved between the account and others
     * @param escrow what it moved in the account's escrow
     * @param withOutside whether its other end is outside
     */
    record Booked(
            long transfer,
            long at,
            String kind,
            Optional<PoolId> pool,
            Particulars particulars,
            long net,
            long escrow,
            boolean withOutside) {}

    static Item item(long account, Booked booked) {
        return switch (booked.kind()) {
            case "trade" -> item(booked, Category.PURCHASE, booked.escrow(), 0, 0);
            case "hour settled", "curtailed", "bought back" ->
                isBuyer(account, booked)
                        ? item(booked, Category.DELIVERY, 0, returned(booked), priceOfBuyer(booked))
                        : item(booked, Category.SALE, 0, 0, priceOfSeller(booked));
            case "lease payment" ->
                isBuyer(account, booked)
                        ? item(booked, Category.SPOT, 0, 0, booked.net())
                        : item(booked, Category.SALE, 0, 0, booked.net());
            case "damages", "damages owed" -> item(booked, Category.DAMAGES, 0, 0, booked.net());
            default -> item(booked, withOthers(booked), 0, 0, booked.net());
        };
    }

    private static Item item(Booked booked, Category category, long setAside, long returned, long price) {
        return new Item(
                booked.transfer(),
                booked.at(),
                category,
                booked.kind(),
                booked.pool(),
                booked.particulars(),
                setAside,
                returned,
                price,
                booked.net() - price);
    }

    private static Category withOthers(Booked booked) {
        if (!booked.withOutside()) {
            return Category.OTHER;
        }
        return booked.net() > 0 ? Category.DEPOSIT : Category.WITHDRAWAL;
    }

    /** Where it was booked before it was said who paid, the postings nearly tell. */
    private static boolean isBuyer(long account, Booked booked) {
        Long buyer = booked.particulars().buyer();
        return buyer == null ? booked.escrow() < 0 || booked.net() < 0 : buyer == account;
    }

    private static long priceOfBuyer(Booked booked) {
        Long paid = booked.particulars().paid();
        return paid == null ? booked.net() : -paid;
    }

    private static long priceOfSeller(Booked booked) {
        Long paid = booked.particulars().paid();
        return paid == null ? booked.net() : paid;
    }

    /** What left escrow and was not paid, of an hour that was not delivered in full. */
    private static long returned(Booked booked) {
        Particulars what = booked.particulars();
        Long paid = what.paid();
        return paid == null || isWhole(what.lots(), what.lotMillis()) ? 0 : Math.max(0, -booked.escrow() - paid);
    }

    private static boolean isWhole(@Nullable Long lots, @Nullable Long lotMillis) {
        return lots != null && lotMillis != null && lotMillis == lots * Hours.MILLIS;
    }
}
