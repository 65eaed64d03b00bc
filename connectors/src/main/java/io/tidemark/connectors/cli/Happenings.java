package io.tidemark.connectors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.EventLines.Message;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a person is told of the messages of the stream: only what is not as it was, a line for each thing. */
final class Happenings {
    private static final int CLOCK_FROM = 11;
    private static final int CLOCK_TO = 19;
    private static final int HOUR_OF_DAY = 8;

    /** Letters of a hash by which people know a rule set. */
    private static final int NAMED_RULES = 8;

    private final Remote remote;
    private final String pools;
    private final int hours;
    private final PrintWriter out;
    /** What was told of each thing last. */
    private final Map<String, String> told = new HashMap<>();

    private final Map<String, Set<String>> near = new HashMap<>();
    private String clock = "        ";
    private boolean mine;

    Happenings(Remote remote, String pools, int hours, PrintWriter out) {
        this.remote = remote;
        this.pools = pools;
        this.hours = hours;
        this.out = out;
    }

    void tell(Message message) {
        JsonNode data = read(message.data());
        String time = data.path("marketTime").asText();
        if (time.length() >= CLOCK_TO) {
            clock = time.substring(CLOCK_FROM, CLOCK_TO);
        }
        switch (message.type()) {
            case "hello" -> hello(data);
            case "reset" -> reset();
            case "pool" -> pool(data);
            case "hours" -> asks(data);
            case "trade" -> trade(data);
            case "orders" -> data.path("orders").forEach(this::order);
            case "notice" -> notice(data);
            case "leases" -> leases();
            default -> {
                // Something that a newer server tells.
            }
        }
    }

    private static JsonNode read(String data) {
        try {
            return Remote.JSON.readTree(data);
        } catch (JsonProcessingException noJson) {
            throw Failure.unreachable("What answers is not a Tidemark server: " + data);
        }
    }

    private void line(String about, String text) {
        out.println(clock + "  " + about + "  " + text);
    }

    /** Whether a thing reads differently than when it was told last; from now on it was told like this. */
    private boolean isNews(String thing, String text) {
        return !text.equals(told.put(thing, text));
    }

    private void hello(JsonNode hello) {
        mine = hello.has("account");
        if (hello.path("resumed").asBoolean()) {
            out.println("Here again; what was missed is told now.");
        } else if (!hello.has("resumed")) {
            List<String> names = new ArrayList<>();
            hello.path("pools").forEach(pool -> names.add(pool.asText()));
            String who = mine ? " as " + hello.path("account").asText() : "";
            out.println("Watching " + String.join(", ", names) + who + ".");
            snapshot();
        }
    }

    private void reset() {
        out.println("What was missed is no longer known; this is how it stands:");
        snapshot();
    }

    private void snapshot() {
        for (JsonNode pool : remote.get("/v1/pools").tree().path("pools")) {
            if (pools.isEmpty()
                    || List.of(pools.split(",", -1)).contains(pool.path("pool").asText())) {
                pool(pool);
            }
        }
        if (mine) {
            remote.get("/v1/orders?open=true").tree().path("orders").forEach(this::order);
            remote.get("/v1/spot-bids?open=true").tree().path("spotBids").forEach(this::order);
            leases();
        }
    }

    private void pool(JsonNode pool) {
        String name = pool.path("pool").asText();
        String phase = "phase " + pool.path("phase").asText()
                + (pool.hasNonNull("callReason")
                        ? ", " + pool.path("callReason").asText()
                        : "")
                + (pool.hasNonNull("phaseEndsAt")
                        ? ", until " + pool.path("phaseEndsAt").asText()
                        : "");
        if (isNews("phase " + name, phase)) {
            line(name, phase);
        }
        String spot = "spot " + Show.text(pool, "spotPricePerGpuHour") + " USD per GPU-hour";
        if (isNews("spot " + name, spot)) {
            line(name, spot);
        }
        String rules = pool.path("ruleSet").asText();
        String priced = "priced by rule set " + rules.substring(0, Math.min(NAMED_RULES, rules.length()));
        if (isNews("rules " + name, priced)) {
            line(name, priced);
        }
        String first = pool.path("firstOpenHour").asText();
        if (isNews("near " + name, first)) {
            near(name, first);
        }
    }

    /** Time went on: other hours are near now. */
    private void near(String pool, String first) {
        JsonNode answer = remote.get("/v1/pools/" + Remote.encoded(pool) + "/hours?from=" + first + "&hours=" + hours)
                .tree();
        Set<String> hoursOfPool = new TreeSet<>();
        answer.path("hours").forEach(hour -> hoursOfPool.add(hour.path("hour").asText()));
        near.put(pool, hoursOfPool);
        asks(answer);
    }

    private void asks(JsonNode message) {
        String pool = message.path("pool").asText();
        Map<String, String> changed = new TreeMap<>();
        for (JsonNode hour : message.path("hours")) {
            String name = hour.path("hour").asText();
            String ask = Show.text(hour, "bestAskPerGpuHour");
            String thing = "ask " + pool + " " + name;
            String before = told.get(thing);
            if (near.getOrDefault(pool, Set.of()).contains(name) && isNews(thing, ask)) {
                changed.put(name, (before == null ? "" : before + " > ") + ask);
            }
        }
        if (!changed.isEmpty()) {
            List<String> parts = new ArrayList<>();
            changed.forEach((hour, ask) -> parts.add(hour.substring(HOUR_OF_DAY) + "h " + ask));
            line(pool, "asks " + String.join(", ", parts));
        }
    }

    private void trade(JsonNode trade) {
        line(
                trade.path("pool").asText(),
                "trade " + Show.lots(trade) + ", "
                        + trade.path("hours").asText() + " h from "
                        + trade.path("start").asText() + ", at "
                        + Show.text(trade, "pricePerGpuHour") + " USD per GPU-hour, "
                        + trade.path("kind").asText());
    }

    private void order(JsonNode order) {
        boolean firm = order.has("orderId");
        String id = order.path(firm ? "orderId" : "spotBidId").asText();
        String text = firm ? firm(order) : spot(order);
        JsonNode why = order.path(firm ? "whyNotFilled" : "whyNotRunning");
        String reason = why.isObject() ? ": " + why.path("sentence").asText() : "";
        if (isNews("order " + id, text + reason)) {
            line(id, text + reason);
        }
    }

    private static String firm(JsonNode order) {
        return "my " + order.path("side").asText() + " " + order.path("status").asText() + ", "
                + (order.has("soldLotHours")
                        ? order.path("soldLotHours").asText() + " lot-hours sold"
                        : order.path("filledLots").asText() + " of " + Show.lots(order) + " bought");
    }

    private static String spot(JsonNode bid) {
        JsonNode lease = bid.path("lease");
        String notice = lease.path("noticedLots").asLong() > 0
                ? ", NOTICE: " + Show.lotsGoBack(lease, "noticedLots") + " at " + Show.text(lease, "noticeEndsAt")
                : "";
        return "my spot bid " + bid.path("status").asText() + ", "
                + bid.path("runningLots").asText() + " of " + Show.lots(bid) + " running" + notice;
    }

    /** Each is told once: a reader that comes back may hear some of them again. */
    private void notice(JsonNode notice) {
        if (isNews("notice " + notice.path("id").asText(), "told")) {
            line(
                    notice.path("leaseId").asText(),
                    notice.path("type").asText() + ", " + Show.lots(notice) + ", "
                            + notice.path("reason").asText()
                            + (notice.has("endsAt")
                                    ? ", " + notice.path("endsAt").asText()
                                    : "")
                            + (notice.path("type").asText().equals("lease.at_risk") ? "; nothing is decided" : ""));
        }
    }

    private void leases() {
        Set<String> gone = new TreeSet<>();
        told.keySet().stream().filter(thing -> thing.startsWith("lease ")).forEach(gone::add);
        for (JsonNode lease : remote.get("/v1/leases").tree().path("leases")) {
            String id = lease.path("leaseId").asText();
            String text = lease(lease);
            gone.remove("lease " + id);
            if (isNews("lease " + id, text)) {
                line(id, text);
            }
        }
        for (String thing : gone) {
            told.remove(thing);
            line(thing.substring("lease ".length()), "my machines are handed back");
        }
    }

    private static String lease(JsonNode lease) {
        Map<String, Integer> states = new TreeMap<>();
        Set<String> leaving = new TreeSet<>();
        for (JsonNode lot : lease.path("assigned")) {
            states.merge(lot.path("state").asText(), 1, Integer::sum);
            if (lot.hasNonNull("leavesAt")) {
                leaving.add(lot.path("domain").asText() + " leaves at "
                        + lot.path("leavesAt").asText());
            }
        }
        List<String> parts = new ArrayList<>();
        states.forEach((state, lots) -> parts.add(lots + " " + state));
        return "my machines: " + (parts.isEmpty() ? "none yet" : String.join(", ", parts)) + ", of "
                + Show.lots(lease)
                + (leaving.isEmpty() ? "" : "; NOTICE: " + String.join(", ", leaving));
    }
}
