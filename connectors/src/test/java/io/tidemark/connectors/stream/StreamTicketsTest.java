package io.tidemark.connectors.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.stream.StreamTickets.Ticket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a ticket opens streams. */
class StreamTicketsTest {
    @TempDir
    Path directory;

    private final Turned clock = new Turned();
    private final StreamTickets tickets = new StreamTickets(clock);
    private AccountBook accounts;
    private Account alice;

    /** A clock that the test turns. */
    private static final class Turned extends Clock {
        private Instant now = Instant.parse("2026-11-21T08:05:00Z");

        void by(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void open() {
        accounts = AccountBook.open(Documents.in(directory));
        accounts.createWithKey("alice", "alice-key", Set.of(Scope.VIEW));
        alice = accounts.byName("alice").orElseThrow();
    }

    @Test
    void aTicketMustBeUsedWithinAMinute() {
        Ticket soon = tickets.issue(alice);
        Ticket late = tickets.issue(alice);
        assertThat(soon.expiresAt()).isEqualTo(clock.instant().plusSeconds(60));
        clock.by(Duration.ofMillis(59_999));
        assertThat(tickets.use(soon.ticket())).contains(alice);
        clock.by(Duration.ofMillis(1));
        assertThat(tickets.use(late.ticket())).isEmpty();
        assertThat(tickets.use(soon.ticket())).contains(alice);
    }

    @Test
    void aUsedTicketIsGoodForTwelveHoursFromItsFirstUse() {
        Ticket ticket = tickets.issue(alice);
        clock.by(Duration.ofSeconds(30));
        assertThat(tickets.use(ticket.ticket())).contains(alice);
        clock.by(Duration.ofHours(12).minusMillis(1));
        assertThat(tickets.use(ticket.ticket())).contains(alice);
        clock.by(Duration.ofMillis(1));
        assertThat(tickets.use(ticket.ticket())).isEmpty();
    }

    @Test
    void theOldestOfTooManyGivesWayAndOnlyThatOfTheSameAccount() {
        accounts.createWithKey("bob", "bob-key", Set.of(Scope.VIEW));
        Account bob = accounts.byName("bob").orElseThrow();
        Ticket bobs = tickets.issue(bob);
        List<Ticket> hers = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            hers.add(tickets.issue(alice));
        }
        assertThat(tickets.use(hers.get(0).ticket())).isEmpty();
        assertThat(tickets.use(hers.get(1).ticket())).contains(alice);
        assertThat(tickets.use(hers.get(100).ticket())).contains(alice);
        assertThat(tickets.use(bobs.ticket())).contains(bob);
    }

    @Test
    void aTicketIsLongDifferentFromAllOthersAndNotWrittenToLogs() {
        Ticket one = tickets.issue(alice);
        assertThat(one.ticket()).hasSize(43).isNotEqualTo(tickets.issue(alice).ticket());
        assertThat(one.toString()).doesNotContain(one.ticket());
        assertThat(tickets.use("")).isEmpty();
    }
}
