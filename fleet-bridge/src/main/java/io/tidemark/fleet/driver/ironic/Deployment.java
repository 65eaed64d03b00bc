package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.ImageRef;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Ironic is told to start a node with. The tenant's access is in the config drive and nowhere else. */
final class Deployment {
    private static final Pattern DIGEST = Pattern.compile("(sha256|sha512):([0-9a-f]{64,128})");
    /** After the image is written (80), before the agent is stopped (40). */
    private static final int HEALTH_PRIORITY = 50;

    private final IronicOptions options;

    Deployment(IronicOptions options) {
        this.options = options;
    }

    /** Operations of a JSON patch. Ironic empties {@code instance_info} when the lease is over. */
    List<ObjectNode> image(ImageRef image) {
        Matcher digest = DIGEST.matcher(image.digest());
        if (!digest.matches()) {
            throw new DriverException("the digest of image " + image.name()
                    + " is not sha256: or sha512: and hexadecimal digits: '" + image.digest() + "'");
        }
        String name = URLEncoder.encode(image.name(), StandardCharsets.UTF_8);
        return List.of(
                instance("image_source", options.imageUrl().replace("{name}", name)),
                instance("image_os_hash_algo", digest.group(1)),
                instance("image_os_hash_value", digest.group(2)),
                instance("image_disk_format", options.imageFormat()),
                instance("image_type", "whole-disk"));
    }

    private static ObjectNode instance(String field, String value) {
        return IronicApi.JSON
                .createObjectNode()
                .put("op", "add")
                .put("path", "/instance_info/" + field)
                .put("value", value);
    }

    /** The request to deploy; it names the health check, so Ironic cannot get to {@code active} without it. */
    ObjectNode start(BareMetal node, Access access) {
        ObjectNode request = IronicApi.JSON.createObjectNode().put("target", "active");
        request.putArray("deploy_steps")
                .addObject()
                .put("interface", "deploy")
                .put("step", options.healthStep())
                .put("priority", HEALTH_PRIORITY)
                .putObject("args");
        ObjectNode drive = request.putObject("configdrive");
        String name = node.enrolment().ref().name();
        ObjectNode metadata = drive.putObject("meta_data");
        metadata.put("uuid", node.uuid().toLowerCase(Locale.ROOT))
                .put("name", name)
                .put("hostname", name)
                .putObject("public_keys")
                .put("tenant", access.sshPublicKey());
        access.link().ifPresent(link -> {
            ObjectNode meta = metadata.putObject("meta");
            link.meta().forEach(meta::put);
        });
        if (!access.userData().isEmpty()) {
            drive.put("user_data", access.userData());
        }
        return request;
    }
}
