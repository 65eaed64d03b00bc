package io.tidemark.simulations.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.simulations.participant.Strategy;
import io.tidemark.simulations.scenario.Scenario.Buyer;
import io.tidemark.simulations.scenario.Scenario.Participant;
import io.tidemark.simulations.scenario.Scenario.Pool;
import io.tidemark.simulations.scenario.Scenario.Trader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** The participants of a scenario. */
final class ParticipantBinding {
    private static final long WEEK_OF_HOURS = 168;
    private static final long MINUTE = 60_000;

    private final JsonNode given;
    private final List<Pool> pools;
    private final Binding binding;

    ParticipantBinding(JsonNode given, List<Pool> pools, Binding binding) {
        this.given = given;
        this.pools = pools;
        this.binding = binding;
    }

    List<Participant> all() {
        List<Participant> participants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            ObjectNode one = (ObjectNode) given.get(i);
            String path = "participants." + i;
            if (!one.has("name")) {
                one.put("name", one.path("kind").asText() + "-" + i);
            }
            String name = one.path("name").asText();
            binding.require(names.add(name), path + ".name", "'" + name + "' is there twice", "a name of its own");
            participants.add(one.path("kind").asText().equals("buyer") ? buyer(one, path) : trader(one, path));
        }
        return participants;
    }

    private Optional<PoolId> pool(JsonNode one, String path) {
        if (!one.has("pool")) {
            return Optional.empty();
        }
        PoolId pool = PoolId.parse(one.path("pool").asText());
        binding.require(
                pools.stream().anyMatch(listed -> listed.id().equals(pool)),
                path + ".pool",
                "the scenario has no pool " + pool,
                "one of its pools");
        return Optional.of(pool);
    }

    private Participant buyer(JsonNode one, String path) {
        JsonNode jobs = one.path("jobs");
        Buyer buyer = new Buyer(
                one.path("name").asText(),
                pool(one, path),
                one.path("market").asText().equals("spot"),
                one.at("/arrivals/perHour").asDouble(),
                one.at("/arrivals/profile").asText().equals("officeHours"),
                whole(jobs.path("lots"), path + ".jobs.lots"),
                whole(jobs.path("hours"), path + ".jobs.hours"),
                whole(jobs.path("lead"), path + ".jobs.lead"),
                jobs.path("allOrNone").asBoolean(),
                one.at("/value/lognormal/0").asDouble(),
                one.at("/value/lognormal/1").asDouble(),
                Binding.millis(one.path("patience").asText()),
                one.at("/onReclaim/resubmit").asDouble(),
                Binding.millis(one.at("/onReclaim/checkpoint").asText()));
        requireWithin(buyer.lots(), 1, Integer.MAX_VALUE, path + ".jobs.lots");
        requireWithin(buyer.hours(), 1, WEEK_OF_HOURS, path + ".jobs.hours");
        requireWithin(buyer.lead(), 0, WEEK_OF_HOURS, path + ".jobs.lead");
        binding.require(
                buyer.logDeviation() >= 0, path + ".value.lognormal.1", "a negative deviation", "a number from 0 up");
        return buyer;
    }

    private Participant trader(JsonNode one, String path) {
        Trader trader = new Trader(
                one.path("name").asText(),
                pool(one, path),
                switch (one.path("strategy").asText()) {
                    case "trainer" -> Strategy.TRAINER;
                    case "batcher" -> Strategy.BATCHER;
                    case "spotRider" -> Strategy.SPOT_RIDER;
                    default -> Strategy.RESELLER;
                },
                one.path("count").asInt(),
                Binding.millis(one.path("every").asText()));
        binding.require(trader.every() >= MINUTE, path + ".every", "less than a minute", "1m or longer");
        return trader;
    }

    private Whole whole(JsonNode distribution, String path) {
        if (distribution.has("fixed")) {
            return new Whole(List.of(distribution.path("fixed").asLong()), List.of(1L));
        }
        if (distribution.has("uniform")) {
            long least = distribution.at("/uniform/0").asLong();
            long most = distribution.at("/uniform/1").asLong();
            binding.require(least <= most, path, "the least is above the greatest", "[least, greatest]");
            List<Long> values =
                    LongStream.rangeClosed(least, Math.max(least, most)).boxed().toList();
            return new Whole(values, values.stream().map(value -> 1L).toList());
        }
        Whole whole = new Whole(longs(distribution.path("values")), longs(distribution.path("weights")));
        boolean matches = whole.values().size() == whole.weights().size()
                && whole.weights().stream().anyMatch(weight -> weight > 0);
        binding.require(matches, path, "values and weights do not match", "a weight for each value, not all of them 0");
        return matches ? whole : new Whole(List.of(1L), List.of(1L));
    }

    private static List<Long> longs(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asLong)
                .toList();
    }

    private void requireWithin(Whole whole, long least, long most, String path) {
        binding.require(
                whole.values().stream().allMatch(value -> value >= least && value <= most),
                path,
                "a value out of reach",
                most == Integer.MAX_VALUE ? "values from " + least + " up" : "values from " + least + " to " + most);
    }
}
