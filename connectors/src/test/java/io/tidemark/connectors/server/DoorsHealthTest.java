package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DoorsHealthTest {
    @Test
    void aDoorThatHasClosedByItselfIsToldWithItsReason() {
        AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
        DoorsHealth doors = new DoorsHealth();
        doors.open("REST", "http://127.0.0.1:8080", Optional::empty);
        doors.open("FIX", "127.0.0.1:9880", problem::get);
        assertThat(doors.look().level()).as("another may be missing yet").isEqualTo(Level.DOWN);
        doors.allOpen();
        assertThat(doors.look().level()).isEqualTo(Level.OK);
        assertThat(doors.look().finding()).isEqualTo("FIX 127.0.0.1:9880, REST http://127.0.0.1:8080");
        problem.set(Optional.of("the log cannot be read"));
        Part closed = doors.look();
        assertThat(closed.level()).isEqualTo(Level.DEGRADED);
        assertThat(closed.finding()).contains("FIX, because of the log cannot be read");
        assertThat(closed.remedy()).contains("restart");
    }
}
