package io.tidemark.connectors.fix;

/** Tags of our own, and those that FIX gained after 5.0 SP2; the others are QuickFIX/J's constants. */
final class Tag {
    /** In a Logon: N keeps the orders when the connection is lost. */
    static final int CANCEL_ON_DISCONNECT = 20_001;

    /** Our stable name of a reason, beside the standard code and the text. */
    static final int REJECT_CODE = 20_002;

    /** What gives way when an order meets its own group: CANCEL_RESTING, CANCEL_INCOMING or CANCEL_BOTH. */
    static final int SELF_MATCH = 20_003;

    /** In an OrderMassCancelRequest: Y ends spot bids and their leases, too. */
    static final int SPOT_TOO = 20_004;

    /** What happened to a lease: AWARDED, RUNS, HANDED_OVER, NOTICED, ENDING, ENDED; in a News AT_RISK or NOTICE. */
    static final int LEASE_EVENT = 20_010;

    /** Lots that the lease event is about. */
    static final int LEASE_LOTS = 20_011;

    /** USD per GPU-hour of the lease event. */
    static final int LEASE_PRICE = 20_012;

    /** When noticed lots must be handed back, UTC timestamp. */
    static final int LEASE_NOTICE_END = 20_013;

    /** Why a lease ended, or will; in a News also SHORTAGE, INTERNAL_DEMAND and CURTAILED. */
    static final int LEASE_END_REASON = 20_014;

    /** The hour that an award is for, as in a symbol. */
    static final int LEASE_HOUR = 20_015;

    /** In a News, the lease as it is called over REST. */
    static final int LEASE_ID = 20_016;

    private Tag() {}
}
