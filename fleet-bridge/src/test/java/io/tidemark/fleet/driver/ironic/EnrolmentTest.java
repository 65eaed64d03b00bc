package io.tidemark.fleet.driver.ironic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.fleet.driver.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnrolmentTest {
    @Test
    void aServerNeedsAPoolAndNoMore() {
        Enrolment server =
                read("b200-017", "\"tidemark_pool\": \"B200X8.PRN1\"").orElseThrow();

        assertThat(server.domain()).isEqualTo("b200-017");
        assertThat(server.ssh()).isEqualTo(new Endpoint("b200-017", 22));
    }

    @Test
    void aTrayNamesItsRack() {
        String pool = "\"tidemark_pool\": \"GB200R64.PRN1\"";

        assertThat(read("t01", pool + ", \"tidemark_domain\": \"r7\", \"tidemark_ssh\": \"10.1.2.3:2222\"")
                        .orElseThrow())
                .satisfies(tray -> {
                    assertThat(tray.domain()).isEqualTo("r7");
                    assertThat(tray.ssh()).isEqualTo(new Endpoint("10.1.2.3", 2222));
                });
        assertThatThrownBy(() -> read("t01", pool)).hasMessageContaining("extra.tidemark_domain is missing");
    }

    @Test
    void aNodeWithoutAPoolIsNotOurs() {
        assertThat(read("B200_017 of others", "\"nova\": true")).isEmpty();
    }

    @Test
    void whatCannotBeRightIsNamed() {
        String pool = "\"tidemark_pool\": \"B200X8.PRN1\"";

        assertThatThrownBy(() -> read("n", pool + ", \"tidemark_ssh\": \"10.1.2.3:ssh\""))
                .hasMessageContaining("extra.tidemark_ssh")
                .hasMessageContaining("10.1.2.3:ssh");
        assertThatThrownBy(() -> read("B200_017", pool)).hasMessageContaining("B200_017");
        assertThatThrownBy(() -> read("n", "\"tidemark_pool\": \"B300\"")).hasMessageContaining("B300");
    }

    private static Optional<Enrolment> read(String name, String extra) {
        try {
            return Enrolment.read(
                    new ObjectMapper().readTree("{\"name\": \"" + name + "\", \"extra\": {" + extra + "}}"));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
