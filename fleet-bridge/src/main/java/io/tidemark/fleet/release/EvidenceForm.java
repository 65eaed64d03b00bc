package io.tidemark.fleet.release;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Evidence;
import io.tidemark.exchange.wire.RecordCodec;
import io.tidemark.exchange.wire.WireReader;
import io.tidemark.exchange.wire.WireWriter;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.facts.SurplusOutlook;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Earlier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What prices were made of, as the bytes that a pool's log carries: the form, then the facts by columns. Hours resemble the
 * hours beside them, so a column is its differences in runs.
 */
final class EvidenceForm {
    private static final RecordCodec<Columns> CODEC = RecordCodec.of(Columns.class);

    /** Stands before everything: changes with what is written. */
    private static final long FORM = WireWriter.hash(CODEC.schema());

    private static final int LEVELS = SurplusOutlook.LEVELS_BPS.size();

    private EvidenceForm() {}

    /** A basis, the hours of its facts as {@link Runs}. */
    @SuppressWarnings("ArrayRecordComponent") // Written and read, never compared.
    public record Columns(
            String pool,
            long nowMillis,
            long usableLots,
            long firmTitles,
            long utilisationBps,
            long volatilityBps,
            Limits limits,
            long[] hours,
            long[] capacityLots,
            long[] mintedLots,
            long[] soldLots,
            long[] referenceTicks,
            long[] outlooks,
            Optional<Earlier> earlier) {
        static Columns of(Basis basis) {
            PoolFacts facts = basis.facts();
            return new Columns(
                    facts.pool().toString(),
                    facts.nowMillis(),
                    facts.usableLots(),
                    facts.firmTitles(),
                    facts.utilisationBps(),
                    facts.volatilityBps(),
                    facts.limits(),
                    column(facts, HourFacts::hour),
                    column(facts, HourFacts::capacityLots),
                    column(facts, HourFacts::mintedLots),
                    column(facts, HourFacts::soldLots),
                    column(facts, HourFacts::referenceTicks),
                    outlooks(facts),
                    basis.earlier());
        }

        private static long[] column(PoolFacts facts, ToLongFunction<HourFacts> figure) {
            return Runs.of(facts.hours().stream().mapToLong(figure).toArray());
        }

        /** A level of the forecast after the other, each over all hours. */
        private static long[] outlooks(PoolFacts facts) {
            return Runs.of(IntStream.range(0, LEVELS)
                    .boxed()
                    .flatMapToLong(level -> facts.hours().stream()
                            .mapToLong(hour -> hour.outlook().lots().get(level)))
                    .toArray());
        }

        private static SurplusOutlook outlook(long[] outlooks, int hour, int hours) {
            return SurplusOutlook.of(IntStream.range(0, LEVELS)
                    .mapToObj(level -> outlooks[level * hours + hour])
                    .toList());
        }

        Basis basis() {
            long[] hour = Runs.values(hours);
            long[] capacity = Runs.values(capacityLots);
            long[] minted = Runs.values(mintedLots);
            long[] sold = Runs.values(soldLots);
            long[] reference = Runs.values(referenceTicks);
            long[] outlook = Runs.values(outlooks);
            List<HourFacts> facts = new ArrayList<>();
            for (int i = 0; i < hour.length; i++) {
                facts.add(HourFacts.at(nowMillis, hour[i], capacity[i], minted[i], sold[i], reference[i])
                        .with(outlook(outlook, i, hour.length)));
            }
            return new Basis(
                    new PoolFacts(
                            PoolId.parse(pool),
                            nowMillis,
                            usableLots,
                            firmTitles,
                            utilisationBps,
                            volatilityBps,
                            limits,
                            facts),
                    earlier);
        }
    }

    /**
     * The bytes of a basis.
     *
     * @throws IllegalArgumentException if a fact would not come back: lead and hour of the week must follow from the instant
     */
    static Evidence of(Basis basis) {
        Columns columns = Columns.of(basis);
        if (!columns.basis().equals(basis)) {
            throw new IllegalArgumentException("facts that do not follow from their instant: " + basis.facts());
        }
        WireWriter out = new WireWriter();
        out.writeLong(FORM);
        CODEC.encode(columns, out);
        return new Evidence(out.toBytes());
    }

    /**
     * The basis of bytes.
     *
     * @throws UnreadableEvidenceException if there is none, or it is of another release
     */
    static Basis read(Evidence evidence) {
        if (evidence.equals(Evidence.none())) {
            throw new UnreadableEvidenceException("the log does not say what these prices were made of");
        }
        try {
            WireReader in = new WireReader(evidence.bytes());
            if (in.readLong() != FORM) {
                throw new UnreadableEvidenceException(
                        "another release of Tidemark wrote down what these prices were made of; ask that one");
            }
            return CODEC.decodeLast(in).basis();
        } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
            throw new UnreadableEvidenceException("what these prices were made of cannot be read", damaged);
        }
    }
}
