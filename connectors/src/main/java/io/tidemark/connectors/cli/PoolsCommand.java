package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(
        name = "pools",
        description = {
            "What is traded: each pool is one kind of machine at one site.",
            "",
            "A lot is one NVLink domain: a server of 8 GPUs, or a rack of 64. FIRM lots are sold by the hour and stay"
                    + " yours; SPOT lots are leased, repriced every hour, and can be reclaimed with notice."
        },
        footer = {"", "Example:", "  tidemark pools"})
final class PoolsCommand extends ClientCommand {
    @Override
    Answer ask() {
        return remote.get("/v1/pools");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        Table table = new Table(
                "POOL", "PHASE", "GPUS/LOT", "CAPACITY", "FIRM", "SPOT", "IDLE", "SPOT USD/GPU-H", "NOTICE S");
        for (JsonNode pool : answer.path("pools")) {
            table.row(
                    pool.path("pool").asText(),
                    pool.path("phase").asText(),
                    pool.path("gpusPerLot").asText(),
                    pool.path("capacityLots").asText(),
                    pool.path("firmLots").asText(),
                    pool.path("spotLots").asText(),
                    pool.path("idleLots").asText(),
                    Show.text(pool, "spotPricePerGpuHour"),
                    pool.path("reclaimNoticeSeconds").asText());
        }
        table.print(out);
        out.println("Lots of the running hour. 'tidemark prices POOL' shows the hours to come.");
    }
}
