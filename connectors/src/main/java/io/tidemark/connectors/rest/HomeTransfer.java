package io.tidemark.connectors.rest;

import org.jspecify.annotations.Nullable;

/**
 * Money that is to move between outside and the home of an account.
 *
 * @param name of the account
 * @param account its number
 * @param amount micro-dollars, above zero
 * @param number what it is called among those of the account in its direction, if it has no reference
 * @param reference what a bank calls it
 */
record HomeTransfer(
        String name,
        long account,
        long amount,
        @Nullable Long number,
        @Nullable String reference) {
    /** What makes a repetition one. */
    String key() {
        return account + (reference == null ? ":" + number : ":ref:" + reference);
    }

    /** As a sentence calls it. */
    String called() {
        return reference == null ? "transfer " + number : "reference '" + reference + "'";
    }
}
