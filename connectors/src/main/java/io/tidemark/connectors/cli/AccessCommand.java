package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "access",
        description = {
            "How you get into your nodes: shows it, or changes what is given.",
            "",
            "It is written to a node when the node is deployed; nodes that run keep what they have. An empty file takes"
                    + " away what was there."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark access",
            "  tidemark access --ssh-key ~/.ssh/id_ed25519.pub",
            "  tidemark access --cloud-init user-data.yaml"
        })
final class AccessCommand extends ClientCommand {
    @Option(names = "--ssh-key", paramLabel = "FILE", description = "Your public key, a .pub file.")
    private @Nullable Path sshKey;

    @Option(
            names = "--cloud-init",
            paramLabel = "FILE",
            description = "User data for the first start of your nodes, at most 16 KiB.")
    private @Nullable Path cloudInit;

    @Override
    Answer ask() {
        if (sshKey == null && cloudInit == null) {
            return remote.get("/v1/account/access");
        }
        ObjectNode body = Remote.body();
        if (sshKey != null) {
            body.put("sshPublicKey", publicKey(sshKey));
        }
        if (cloudInit != null) {
            body.put("cloudInit", text(cloudInit));
        }
        return remote.put("/v1/account/access", body);
    }

    /** The server would refuse a private key too, but by then it has left the house. */
    private String publicKey(Path file) {
        String key = text(file);
        if (key.contains("PRIVATE KEY")) {
            throw new ParameterException(
                    spec.commandLine(), file + " is a private key, and was not sent. Give " + file + ".pub instead.");
        }
        return key;
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new ParameterException(spec.commandLine(), file + " cannot be read as text.", unreadable);
        }
    }

    @Override
    void show(JsonNode access, PrintWriter out) {
        out.println("SSH key     " + Show.text(access, "sshPublicKey"));
        out.println("cloud-init  " + access.path("cloudInitBytes").asText() + " bytes");
    }
}
