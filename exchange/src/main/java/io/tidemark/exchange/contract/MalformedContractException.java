package io.tidemark.exchange.contract;

/** A text that names no contract, price or amount: what is wrong with it, and what would be right. */
public final class MalformedContractException extends IllegalArgumentException {
    private final String expected;

    MalformedContractException(String problem, String expected) {
        super(problem);
        this.expected = expected;
    }

    /** What would have been right, as a phrase: {@code "a price such as \"2.05\", at most two decimals"}. */
    public String expected() {
        return expected;
    }
}
