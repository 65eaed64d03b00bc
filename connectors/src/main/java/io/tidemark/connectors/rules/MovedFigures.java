package io.tidemark.connectors.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.pricing.compare.Shadow;
import java.io.PrintWriter;
import java.util.Locale;

/** Which published figures proposed tables would have moved, for people and for programs. */
final class MovedFigures {
    private MovedFigures() {}

    /** @param live who priced, such as {@code "built-in prices"} */
    static void print(String live, String proposed, Shadow.Seen seen, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "Where %s, %s would have published otherwise, in %d ticks and %d hours of them:%n",
                live,
                proposed,
                seen.ticks(),
                seen.cells());
        for (Shadow.Move move : seen.moves()) {
            out.printf(
                    Locale.ROOT,
                    "  %s moves in %d, most from %d to %d (%+d)%s%n",
                    move.figure().column(),
                    move.moved(),
                    move.from(),
                    move.to(),
                    move.to() - move.from(),
                    move.hour() < 0 ? "" : " for " + Hours.format(move.hour()));
        }
        if (seen.moves().isEmpty()) {
            out.println("  no figure moves");
        }
        out.printf(
                Locale.ROOT,
                "  ladders refused by the guards: %d, before %d; ticks without prices: %d%n%n",
                seen.proposedRefusals(),
                seen.liveRefusals(),
                seen.failedTicks());
    }

    /** Puts them in as {@code facts}, and gives these for more to be said. */
    static ObjectNode put(ObjectNode answer, Shadow.Seen seen) {
        ObjectNode facts = answer.putObject("facts")
                .put("ticks", seen.ticks())
                .put("cells", seen.cells())
                .put("failedTicks", seen.failedTicks())
                .put("liveRefusals", seen.liveRefusals())
                .put("proposedRefusals", seen.proposedRefusals());
        ArrayNode moves = facts.putArray("moves");
        for (Shadow.Move move : seen.moves()) {
            moves.addObject()
                    .put("figure", move.figure().column())
                    .put("moved", move.moved())
                    .put("from", move.from())
                    .put("to", move.to())
                    .put("nowMillis", move.nowMillis())
                    .put("hour", move.hour());
        }
        return facts;
    }
}
