package io.tidemark.pricing.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.pricing.facts.GroupFacts;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DimensionTest {
    /** With any other number type a constraint may quietly not match. */
    @ParameterizedTest
    @EnumSource
    void everyDimensionIsALongOrANameOfItsFact(Dimension dimension) throws NoSuchMethodException {
        Class<?> fact = switch (dimension.subject()) {
            case POOL -> PoolFacts.class;
            case HOUR -> HourFacts.class;
            case GROUP -> GroupFacts.class;
        };
        assertThat(fact.getMethod(dimension.accessor()).getReturnType())
                .isEqualTo(dimension.isName() ? String.class : long.class);
    }
}
