package io.tidemark.connectors.stream;

import io.tidemark.connectors.account.Account;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tickets to streams, for readers that cannot send an API key with a request, such as a browser's EventSource. A ticket is
 * good for nothing but streams. It must be used soon; from then on it opens streams for some hours, because such a reader
 * comes back to the same address whenever its connection was lost.
 *
 * <p>Thread-safe; kept in memory only.
 */
public final class StreamTickets {
    private static final Duration UNUSED = Duration.ofSeconds(60);
    private static final Duration USED = Duration.ofHours(12);
    /** Of one account; the oldest gives way. */
    private static final int PER_ACCOUNT = 100;
    /** Of all accounts. */
    private static final int MOST = 10_000;

    private static final int BYTES = 32;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** The oldest first. */
    private final Map<String, Held> held = new LinkedHashMap<>();

    /** Tickets by a clock of real time. */
    public StreamTickets(Clock clock) {
        this.clock = clock;
    }

    /**
     * A ticket that was just made.
     *
     * @param expiresAt when it must have been used for the first time
     */
    public record Ticket(String ticket, Instant expiresAt) {
        /** Without the secret: records get logged. */
        @Override
        public String toString() {
            return "Ticket[expiresAt=" + expiresAt + "]";
        }
    }

    private record Held(Account account, Instant goodUntil, boolean used) {}

    /** Makes a ticket for an account. */
    public synchronized Ticket issue(Account account) {
        Instant now = clock.instant();
        held.values().removeIf(each -> !each.goodUntil().isAfter(now));
        long own = held.values().stream().filter(each -> isOf(each, account)).count();
        if (own >= PER_ACCOUNT || held.size() >= MOST) {
            dropOldest(own >= PER_ACCOUNT ? Optional.of(account) : Optional.empty());
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant expiresAt = now.plus(UNUSED);
        held.put(ticket, new Held(account, expiresAt, false));
        return new Ticket(ticket, expiresAt);
    }

    private static boolean isOf(Held each, Account account) {
        return each.account().number() == account.number();
    }

    private void dropOldest(Optional<Account> of) {
        for (Iterator<Held> each = held.values().iterator(); each.hasNext(); ) {
            Held ticket = each.next();
            if (of.isEmpty() || isOf(ticket, of.get())) {
                each.remove();
                return;
            }
        }
    }

    /** Whose stream a ticket opens; empty if it opens none. */
    public synchronized Optional<Account> use(String ticket) {
        Held found = held.get(ticket);
        Instant now = clock.instant();
        if (found == null || !found.goodUntil().isAfter(now)) {
            return Optional.empty();
        }
        if (!found.used()) {
            held.put(ticket, new Held(found.account(), now.plus(USED), true));
        }
        return Optional.of(found.account());
    }
}
