package io.tidemark.connectors.rest;

import io.tidemark.pricing.check.DraftRefusedException;
import io.tidemark.pricing.life.LifeRefusedException;
import io.tidemark.pricing.life.RuleLife;
import io.tidemark.pricing.life.RuleStoreException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The store of rule sets behind the door: the same life as on the command line, and on one machine the same files. Compiling takes a
 * processor for a second, which the market needs as well, so one at a time does it.
 */
final class RuleDesk {
    private final RuleLife life;
    private final Clock clock;
    private final Semaphore compiler = new Semaphore(1);

    RuleDesk(RuleLife life, Clock clock) {
        this.life = life;
        this.clock = clock;
    }

    /** Something that reads the store. */
    <T> T read(Function<RuleLife, T> work) {
        try {
            return work.apply(life);
        } catch (LifeRefusedException refused) {
            throw problem(refused).asException();
        } catch (RuleStoreException unusable) {
            throw Problem.of(
                            ProblemCode.RULE_STORE_FAILED,
                            String.valueOf(unusable.getMessage()),
                            "look at the directory rules of the market's data, of a cluster at its database; the present rules price on")
                    .asException();
        }
    }

    /** Something that compiles, and decides over the store. */
    <T> T decide(Function<RuleLife, T> work) {
        return read(its -> compile(() -> work.apply(its)));
    }

    /** Something that compiles; no store is needed. */
    <T> T compile(Supplier<T> work) {
        if (!compiler.tryAcquire()) {
            throw Problem.of(
                            ProblemCode.RULES_BUSY,
                            "rules are being compiled for somebody else; nothing was changed",
                            "send it again in some seconds")
                    .asException();
        }
        try {
            return work.get();
        } catch (DraftRefusedException refused) {
            throw Problem.of(
                            ProblemCode.RULES_REFUSED,
                            "the tables have " + refused.problems().size()
                                    + (refused.problems().size() == 1 ? " problem" : " problems")
                                    + "; nothing was kept",
                            "POST " + RulesResource.ROOT + "/check lists them with table, row and column")
                    .at("tables")
                    .asException();
        } finally {
            compiler.release();
        }
    }

    /** Real time, as the command line writes it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Problem problem(LifeRefusedException refused) {
        String said = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case MALFORMED_OPERATOR ->
                Problem.of(ProblemCode.RULES_NOT_NOW, said, "use the key of an operator with such a name");
            case MALFORMED_NOTE ->
                Problem.of(ProblemCode.INVALID_FIELD, said, "send one line of at most 200 letters, digits and signs")
                        .at("note");
            case UNKNOWN_SET ->
                Problem.of(ProblemCode.NO_SUCH_RULE_SET, said, "GET " + RulesResource.ROOT + " lists those there are");
            case ALREADY_PROPOSED ->
                Problem.of(ProblemCode.RULES_KNOWN, said, "have another operator activate it, if it should price");
            case ALREADY_ACTIVE -> Problem.of(ProblemCode.RULES_NOT_NOW, said, "nothing needs to be done");
            case SAME_PERSON ->
                Problem.of(
                        ProblemCode.RULES_SAME_PERSON,
                        said,
                        "have another operator activate it with a key of their own");
            case NOTHING_BEFORE ->
                Problem.of(ProblemCode.RULES_NOT_NOW, said, "propose the set that should price, and have it activated");
            case OTHER_RELEASE ->
                Problem.of(ProblemCode.RULES_OTHER_RELEASE, said, "look at the tables and propose them again");
            case CHANGED_MEANWHILE ->
                Problem.of(ProblemCode.RULES_CHANGED, said, "GET " + RulesResource.ROOT + ", and decide again");
        };
    }
}
