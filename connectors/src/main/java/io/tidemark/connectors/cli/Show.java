package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** How parts of answers look that more than one command prints. */
final class Show {
    private Show() {}

    /** The text of a field, or a dash where there is none. */
    static String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.path(field).asText() : "-";
    }

    /** How many lots something is for, in words. */
    static String lots(JsonNode node) {
        return lots(node, "lots");
    }

    /** The lots of a field, in words of our own: the command line knows the API and no class of the exchange. */
    static String lots(JsonNode node, String field) {
        long lots = node.path(field).asLong();
        return lots + (lots == 1 ? " lot" : " lots");
    }

    /** The same of lots that must be handed back. */
    static String lotsGoBack(JsonNode node, String field) {
        return lots(node, field) + (node.path(field).asLong() == 1 ? " goes back" : " go back");
    }

    /** A firm order, with its trades or the reason why there are none. */
    static void order(JsonNode order, PrintWriter out) {
        out.println(order.path("orderId").asText() + "  " + order.path("status").asText());
        out.println("  " + order.path("side").asText() + " "
                + lots(order) + " of "
                + order.path("symbol").asText() + (order.path("allOrNone").asBoolean() ? ", all or none" : "") + ", "
                + order.path("timeInForce").asText()
                + (order.hasNonNull("expiresAt")
                        ? " until " + order.path("expiresAt").asText()
                        : "")
                + (order.path("postOnly").asBoolean() ? ", post-only" : "")
                + (order.path("type").asText().equals("MARKET") ? ", at market" : ""));
        out.println("  limit    " + order.path("limitPricePerGpuHour").asText() + " USD per GPU-hour, "
                + order.path("limitPricePerLotHour").asText() + " per lot-hour, "
                + order.path("limitTotalUsd").asText() + " in all");
        if (order.has("soldLotHours")) {
            out.println("  sold     " + order.path("soldLotHours").asText() + " lot-hours for "
                    + order.path("tradedUsd").asText() + " USD");
        } else {
            out.println("  bought   " + lots(order, "filledLots") + " for "
                    + order.path("tradedUsd").asText() + " USD, fee "
                    + order.path("feeUsd").asText() + " USD");
        }
        if (order.hasNonNull("averagePricePerGpuHour")) {
            out.println("  average  " + order.path("averagePricePerGpuHour").asText() + " USD per GPU-hour, "
                    + order.path("averagePricePerLotHour").asText() + " per lot-hour");
        }
        out.println("  held     " + order.path("heldUsd").asText() + " USD");
        out.println("  your id  " + order.path("clientOrderId").asText());
        for (JsonNode fill : order.path("fills")) {
            out.println("  trade " + fill.path("tradeId").asText() + " at "
                    + fill.path("at").asText() + ": "
                    + lots(fill) + ", "
                    + fill.path("hours").asText() + " h from "
                    + fill.path("hour").asText() + ", "
                    + fill.path("averagePricePerGpuHour").asText() + " USD per GPU-hour, "
                    + fill.path("totalUsd").asText() + " USD");
        }
        why(order.path("whyNotFilled"), "Why not more", out);
        wouldFill(order.path("whatWouldFill"), out);
    }

    static void spotBid(JsonNode bid, PrintWriter out) {
        out.println(bid.path("spotBidId").asText() + "  " + bid.path("status").asText());
        out.println("  " + lots(bid) + " of "
                + bid.path("symbol").asText() + (bid.path("gang").asBoolean() ? " as a gang" : "") + ", at most "
                + bid.path("maxPricePerGpuHour").asText() + " USD per GPU-hour, "
                + bid.path("maxHourUsd").asText() + " an hour in all");
        out.println("  running  " + lots(bid, "runningLots"));
        out.println("  paid     " + bid.path("paidUsd").asText() + " USD, held "
                + bid.path("heldUsd").asText() + " USD");
        JsonNode lease = bid.path("lease");
        if (lease.isObject()) {
            out.println("  lease    " + text(lease, "pricePerGpuHour") + " USD per GPU-hour since "
                    + text(lease, "startedAt"));
            if (lease.path("noticedLots").asLong() > 0) {
                out.println("  notice   " + lotsGoBack(lease, "noticedLots") + " at " + text(lease, "noticeEndsAt"));
            }
        }
        why(bid.path("whyNotRunning"), "Why not all", out);
    }

    /** Three ways in which a buy would fill; nothing where there is nothing to say. */
    static void wouldFill(JsonNode ways, PrintWriter out) {
        for (String way : new String[] {"leastLimitSentence", "mostLotsSentence", "nearestStartSentence"}) {
            if (ways.hasNonNull(way)) {
                out.println("  " + ways.path(way).asText());
            }
        }
    }

    static void why(JsonNode why, String title, PrintWriter out) {
        if (why.isObject()) {
            out.println(title + ": " + why.path("sentence").asText());
            out.println("What would help: " + why.path("remedy").asText());
        }
    }
}
