package io.tidemark.fleet.driver.ironic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask Ironic anything. */
class IronicAccessTest {
    /** The user lab with the password lab-secret. */
    private static final String LOGIN = "lab:$2b$04$1TLwMdG62ndt26SWhCyRjurCarJWqFMqOXE9juk7Z97qzgkDI8NqW";

    @Test
    @Tag("lab")
    void aPasswordIsAskedForAndAccepted() {
        try (IronicLab lab = new IronicLab(LOGIN, Credentials.basic("lab", "lab-secret"))) {
            lab.enrol("guarded", "B200X8.PRN1", "guarded");
            assertThat(new IronicFleet(lab.options()).list(Cursor.START, 1).items())
                    .hasSize(1);

            for (Credentials wrong : new Credentials[] {Credentials.none(), Credentials.basic("lab", "guessed")}) {
                IronicOptions options = IronicOptions.standard(
                        lab.endpoint, wrong, lab.directory, lab.machines.address() + "/images/{name}.img");
                assertThatThrownBy(() -> new IronicFleet(options).list(Cursor.START, 1))
                        .isInstanceOf(DriverException.class)
                        .isNotInstanceOf(BackendBusyException.class)
                        .hasMessageContaining("does not accept these credentials");
            }
        }
    }

    @Test
    void anIronicThatIsAwayIsBusy() {
        // Port 1 is tcpmux, which nothing has spoken for decades.
        IronicOptions options = IronicOptions.standard(
                URI.create("http://127.0.0.1:1"), Credentials.none(), Path.of("."), "http://127.0.0.1:1/{name}");

        assertThatThrownBy(() -> new IronicFleet(options).list(Cursor.START, 1))
                .isInstanceOf(BackendBusyException.class)
                .hasMessageContaining("Ironic cannot be reached at http://127.0.0.1:1/v1/nodes");
    }

    @Test
    void credentialsAreNotShown() {
        assertThat(Credentials.token(Path.of("s3cret"))).hasToString("Credentials[X-Auth-Token]");
        assertThat(Credentials.basic("lab", "s3cret").toString()).doesNotContain("s3cret");
    }

    @Test
    void aSecretInAFileIsReadAnewForEachRequest(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        Credentials token = Credentials.token(file);
        assertThat(token.value()).isEqualTo("first");
        Files.writeString(file, "second\n");
        assertThat(token.value()).isEqualTo("second");
        assertThat(Credentials.basic("lab", file).value())
                .isEqualTo(Credentials.basic("lab", "second").value());
        Files.writeString(file, "\n");
        assertThatThrownBy(token::value).isInstanceOf(DriverException.class).hasMessageContaining("no secret");
        Files.delete(file);
        assertThatThrownBy(token::value).isInstanceOf(DriverException.class).hasMessageContaining(file.toString());
    }

    @Test
    void anEndpointThatCannotBeOneIsRefused() {
        assertThatThrownBy(() -> IronicOptions.standard(
                        URI.create("ironic.example:6385"), Credentials.none(), Path.of("."), "http://i/{name}"))
                .hasMessageContaining("endpoint")
                .hasMessageContaining("https://ironic.example:6385");
        assertThatThrownBy(() -> IronicOptions.standard(
                        URI.create("https://ironic.example"), Credentials.none(), Path.of("."), "http://i/image"))
                .hasMessageContaining("imageUrl")
                .hasMessageContaining("{name}");
    }
}
