package io.tidemark.fleet.driver.ironic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.InstanceLink;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is in the config drive of a node. */
class DeploymentTest {
    private static final Access ACCESS = new Access("ssh-ed25519 AAAA tenant", "#cloud-config\n");

    @Test
    void theConfigDriveSaysWhereTheNodeHearsOfItself() throws JsonProcessingException {
        JsonNode drive = drive(
                ACCESS.linkedBy(Optional.of(new InstanceLink("https://market.example", "tmi.7.b200-017.signed"))));
        JsonNode meta = drive.at("/meta_data/meta");
        assertThat(meta).hasSize(2);
        assertThat(meta.path("tidemark_url").asText()).isEqualTo("https://market.example");
        assertThat(meta.path("tidemark_token").asText()).isEqualTo("tmi.7.b200-017.signed");
        assertThat(drive.at("/meta_data/name").asText()).isEqualTo("b200-017");
        assertThat(drive.at("/meta_data/public_keys/tenant").asText()).isEqualTo("ssh-ed25519 AAAA tenant");
        assertThat(drive.path("user_data").asText()).isEqualTo("#cloud-config\n");
    }

    @Test
    void withoutAnAddressOfTheMarketItSaysNothingOfIt() throws JsonProcessingException {
        assertThat(drive(ACCESS).at("/meta_data").has("meta")).isFalse();
    }

    private static JsonNode drive(Access access) throws JsonProcessingException {
        JsonNode node = new ObjectMapper().readTree("""
                {"uuid": "1BE26C0B-03F2-4D2E-AE87-C02D7F33C123", "name": "b200-017", "provision_state": "available",
                 "extra": {"tidemark_pool": "B200X8.PRN1"}}""");
        BareMetal metal = BareMetal.read(Enrolment.read(node).orElseThrow(), node, Optional.empty());
        IronicOptions options = IronicOptions.standard(
                URI.create("http://ironic.example:6385"),
                Credentials.none(),
                Path.of("evidence"),
                "http://images.example/{name}.img");
        return new Deployment(options).start(metal, access).path("configdrive");
    }
}
