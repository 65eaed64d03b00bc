package io.tidemark.pricing.price;

import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.Output;
import java.util.List;
import java.util.OptionalLong;

/** The effects on one pool or hour, asked by what they speak about. Their order does not matter. */
record Effects(List<Effect> all) {
    /** The sum of all effects of a kind; 0 if there is none. */
    long sum(Output output) {
        long sum = 0;
        for (Effect effect : all) {
            if (effect.output() == output) {
                sum = Math.addExact(sum, effect.value());
            }
        }
        return sum;
    }

    /** The one effect of a kind, if there is one. */
    OptionalLong atMostOne(Output output) {
        OptionalLong found = OptionalLong.empty();
        for (Effect effect : all) {
            if (effect.output() == output) {
                if (found.isPresent()) {
                    throw new IllegalStateException("two rules speak about " + output + ": " + all);
                }
                found = OptionalLong.of(effect.value());
            }
        }
        return found;
    }

    /** The one effect of a kind. */
    long one(Output output) {
        return atMostOne(output).orElseThrow(() -> new IllegalStateException("no rule speaks about " + output));
    }
}
