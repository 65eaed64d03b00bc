package io.tidemark.fleet.driver;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a program on a node asks about the node, and with what.
 *
 * @param url of the market, without a slash at its end
 * @param token opens what is said of this node to its tenant, and nothing else; never logged
 */
public record InstanceLink(String url, String token) {
    /** What it is called in the {@code meta} of a config drive, which cloud-init shows to programs on the node. */
    public Map<String, String> meta() {
        Map<String, String> meta = new LinkedHashMap<>();
        meta.put("tidemark_url", url);
        meta.put("tidemark_token", token);
        return meta;
    }

    @Override
    public String toString() {
        return "InstanceLink[" + url + "]";
    }
}
