package io.tidemark.connectors.rest;

/** Whether an order names its price. */
enum OrderType {
    /** At the limit or better. */
    LIMIT,
    /** At whatever the dynamic band allows, at once; what is not there is dropped. */
    MARKET
}
