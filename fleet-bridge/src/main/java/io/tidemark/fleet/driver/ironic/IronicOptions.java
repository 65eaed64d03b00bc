package io.tidemark.fleet.driver.ironic;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where Ironic is, and how this site has set it up. What the site must do for each is in {@code docs/fleet.md}.
 *
 * @param endpoint such as {@code https://ironic.example:6385}, with a path before {@code /v1} if it has one
 * @param requestTimeout for each answer, to its last byte
 * @param pageSize nodes that are asked for at a time, positive
 * @param sanitizing which clean step is the evidence for what
 * @param evidence the directory that Ironic's conductors write ramdisk logs to, as this machine sees it
 * @param healthStep the deploy step of the site's hardware manager that checks GPUs and fabric; every deployment asks for it,
 *     and fails without it
 * @param imageUrl where images are, with {@code {name}} for the name of the image
 * @param imageFormat as Ironic knows it, "raw" or "qcow2"
 */
public record IronicOptions(
        URI endpoint,
        Credentials credentials,
        Duration requestTimeout,
        int pageSize,
        SanitizePlan sanitizing,
        Path evidence,
        String healthStep,
        String imageUrl,
        String imageFormat) {
    public IronicOptions {
        String scheme = endpoint.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme)) || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "endpoint: not an http or https URL, such as https://ironic.example:6385: '" + endpoint + "'");
        }
        if (pageSize <= 0) {
            throw new IllegalArgumentException("pageSize must be positive: " + pageSize);
        }
        if (!imageUrl.contains("{name}")) {
            throw new IllegalArgumentException(
                    "imageUrl: no {name} in it, as in https://images.example/{name}.img: '" + imageUrl + "'");
        }
    }

    /** What fits a site that names its steps as {@code docs/fleet.md} does. */
    public static IronicOptions standard(URI endpoint, Credentials credentials, Path evidence, String imageUrl) {
        return new IronicOptions(
                endpoint,
                credentials,
                Duration.ofSeconds(20),
                500,
                SanitizePlan.standard(),
                evidence,
                "tidemark_health",
                imageUrl,
                "raw");
    }
}
