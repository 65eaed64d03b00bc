package io.tidemark.connectors.stream;

import java.time.Duration;

/**
 * What a stream may cost. All times are real ones.
 *
 * @param streams open at once, of all readers
 * @param anonymous of these, without an account: they must not keep out those who have one
 * @param perAccount of these, of one account
 * @param round how often readers are told, at most
 * @param recheck how often an account is looked at for what no command tells, at most
 * @param heartbeat how long a stream is silent, at most
 * @param patience how long a reader may leave bytes lying before it is cut
 * @param memory how many changed things of a pool are remembered for those who come back
 */
public record StreamLimits(
        int streams,
        int anonymous,
        int perAccount,
        Duration round,
        Duration recheck,
        Duration heartbeat,
        Duration patience,
        int memory) {
    /** What a server has unless somebody knows better. */
    public static StreamLimits standard() {
        return new StreamLimits(
                200,
                150,
                20,
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                100_000);
    }
}
