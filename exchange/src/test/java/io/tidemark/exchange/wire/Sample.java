package io.tidemark.exchange.wire;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A family with every kind of component, and a branch of its own. */
public sealed interface Sample permits Sample.Enter, Sample.Cancel, Sample.Halt, Sample.Many, Sample.Answer {
    record Enter(
            long order, String account, Side side, int lots, long ticks, boolean post, Place place, OptionalLong until)
            implements Sample {}

    record Cancel(long order) implements Sample {}

    record Halt() implements Sample {}

    record Many(
            List<Sample.Enter> orders,
            List<Long> numbers,
            List<Optional<Integer>> maybe,
            Optional<Place> place,
            Optional<Answer> answer,
            List<Boolean> flags)
            implements Sample {}

    sealed interface Answer extends Sample permits Refused, Accepted {}

    record Refused(String reason) implements Answer {}

    record Accepted(long sequence) implements Answer {}

    record Place(String site, int rack) {
        public Place {
            if (rack < 0) {
                throw new IllegalArgumentException("rack must not be negative: " + rack);
            }
        }
    }

    enum Side {
        BUY,
        SELL {
            @Override
            boolean gives() {
                return true;
            }
        };

        boolean gives() {
            return false;
        }
    }
}
