package io.tidemark.exchange.clearing;

import io.tidemark.exchange.clearing.ClearingSnapshot.HeldLeg;
import io.tidemark.exchange.clearing.ClearingSnapshot.Holder;
import io.tidemark.exchange.lookup.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The titles of one account in one hour: its legs, the oldest parcel first, and how many lots are held for sale. */
final class Holding implements Slots.Entry<Holding> {
    private final long account;
    private final Wallet wallet;
    private @Nullable Holding nextInSlot;
    private long lots;
    private long offered;
    private @Nullable Leg oldest;
    private @Nullable Leg youngest;

    /** @param wallet that of the account */
    Holding(long account, Wallet wallet) {
        this.account = account;
        this.wallet = wallet;
    }

    /** Whose they are. */
    long account() {
        return account;
    }

    /** The account's, nearer at hand: who trades titles pays or is paid for them. */
    Wallet wallet() {
        return wallet;
    }

    @Override
    public int hash() {
        return Slots.hash(account);
    }

    @Override
    public @Nullable Holding nextInSlot() {
        return nextInSlot;
    }

    @Override
    public void nextInSlot(@Nullable Holding next) {
        nextInSlot = next;
    }

    long lots() {
        return lots;
    }

    /** Lots that asks in the book promise. */
    long offered() {
        return offered;
    }

    @Nullable Leg oldest() {
        return oldest;
    }

    void offer(long some) {
        if (some < 0 || some > lots - offered) {
            throw new IllegalStateException((lots - offered) + " titles are free, not " + some);
        }
        offered += some;
    }

    void withdrawOffer(long some) {
        if (some < 0 || some > offered) {
            throw new IllegalStateException(offered + " titles are held for sale, not " + some);
        }
        offered -= some;
    }

    /** Lots are sold: those that were promised first. */
    void sell(long some) {
        offered -= Math.min(offered, some);
    }

    void add(Leg leg) {
        leg.next = null;
        if (youngest == null) {
            oldest = leg;
        } else {
            youngest.next = leg;
        }
        youngest = leg;
        lots += leg.lots();
    }

    /** All of it; there must be something. */
    Holder save() {
        List<HeldLeg> legs = new ArrayList<>();
        for (Leg leg = oldest; leg != null; leg = leg.next) {
            legs.add(new HeldLeg(leg.parcel().id(), leg.lots(), leg.lastSale().save()));
        }
        return new Holder(offered, legs);
    }

    /** Makes an empty one what another was. */
    void load(Holder saved, Map<Long, Parcel> parcels) {
        for (HeldLeg leg : saved.legs()) {
            add(new Leg(ClearingSnapshot.parcelOf(leg, parcels), leg.lots(), Link.of(leg.sales())));
        }
        offer(saved.offered());
    }

    /** Takes lots of one parcel that no ask promises, its youngest leg first. */
    List<Leg> take(long parcel, long some) {
        if (some > lots - offered) {
            throw new IllegalStateException((lots - offered) + " titles are free, not " + some);
        }
        List<Leg> kept = new ArrayList<>();
        for (Leg leg = oldest; leg != null; leg = leg.next) {
            kept.add(leg);
        }
        List<Leg> taken = new ArrayList<>();
        long left = some;
        for (int i = kept.size() - 1; i >= 0 && left > 0; i--) {
            Leg leg = kept.get(i);
            if (leg.parcel().id() != parcel) {
                continue;
            }
            if (leg.lots() > left) {
                leg = leg.split(left);
            } else {
                kept.remove(i);
            }
            taken.add(leg);
            left -= leg.lots();
        }
        if (left > 0) {
            throw new IllegalStateException("parcel " + parcel + " lacks " + left + " of " + some + " lots");
        }
        oldest = null;
        youngest = null;
        lots = 0;
        kept.forEach(this::add);
        return taken;
    }

    /** Takes up to so many lots from the oldest leg. */
    Leg takeOldest(long most) {
        Leg leg = oldest;
        if (leg == null) {
            throw new IllegalStateException("nothing is held");
        }
        if (leg.lots() > most) {
            lots -= most;
            return leg.split(most);
        }
        lots -= leg.lots();
        oldest = leg.next;
        if (oldest == null) {
            youngest = null;
        }
        return leg;
    }
}
