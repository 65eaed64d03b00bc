package io.tidemark.fleet.ledger;

import java.util.List;

/**
 * A page of what moved in an account, the oldest first.
 *
 * @param openingBalance before the first line, micro-dollars
 * @param lines at most as many as were asked for; as long as there are as many, there may be a next page
 */
public record Statement(AccountCode account, long openingBalance, List<Line> lines) {
    public Statement {
        lines = List.copyOf(lines);
    }

    /**
     * One transfer.
     *
     * @param transfer its id, ascending; the last of a page asks for the next one
     * @param amount micro-dollars, above zero if the account got them
     * @param balance after it
     */
    public record Line(long transfer, String key, String kind, long at, long amount, long balance) {}

    /** What to ask the next page from. */
    public long after() {
        return lines.isEmpty() ? 0 : lines.get(lines.size() - 1).transfer();
    }
}
