package io.tidemark.connectors.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.ironic.Credentials;
import io.tidemark.fleet.driver.ironic.IronicOptions;
import io.tidemark.simulations.document.Span;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** The key {@code ironic}: who has the machines. */
final class IronicGroup {
    private final Written written;

    IronicGroup(Written written) {
        this.written = written;
    }

    /** The machines behind it; empty if they are not described, or not so that they could be asked. */
    Optional<Machines> machines() {
        JsonNode given = written.json().path("ironic");
        if (given.isMissingNode()) {
            return Optional.empty();
        }
        Path evidence = written.findings().file(given.path("ramdiskLogs").asText());
        if (!Files.isDirectory(evidence) || !Files.isReadable(evidence)) {
            written.findings()
                    .add(
                            "ironic.ramdiskLogs",
                            "there is no directory " + evidence + " that can be read",
                            "the one that Ironic's conductors write ramdisk logs to (agent.deploy_logs_local_path), as this machine"
                                    + " sees it");
        }
        Credentials credentials = credentials(given);
        return written.made("ironic", () -> {
            IronicOptions usual = IronicOptions.standard(
                    URI.create(given.path("url").asText()),
                    credentials,
                    evidence,
                    given.path("images").asText());
            IronicOptions options = new IronicOptions(
                    usual.endpoint(),
                    usual.credentials(),
                    Span.parse(given.path("timeout").asText()),
                    usual.pageSize(),
                    usual.sanitizing(),
                    usual.evidence(),
                    usual.healthStep(),
                    usual.imageUrl(),
                    given.path("imageFormat").asText());
            JsonNode image = given.path("image");
            return new Machines.Metal(
                    options,
                    new ImageRef(
                            image.path("name").asText(), image.path("digest").asText()),
                    written.pools().stream().map(Written.Pool::id).collect(Collectors.toSet()));
        });
    }

    private Credentials credentials(JsonNode given) {
        String auth = given.path("auth").asText();
        if (auth.equals("none")) {
            return Credentials.none();
        }
        if (!given.has("secretFile")) {
            written.findings()
                    .add(
                            "ironic.auth",
                            auth + ", and nothing says where the secret is",
                            "secretFile: a file with the " + (auth.equals("basic") ? "password" : "token"));
            return Credentials.none();
        }
        Path file = written.findings().file(given.path("secretFile").asText());
        if (!written.findings().isFile(file, "ironic.secretFile", "a file with the secret and nothing else")) {
            return Credentials.none();
        }
        return auth.equals("basic") ? Credentials.basic(given.path("user").asText(), file) : Credentials.token(file);
    }
}
