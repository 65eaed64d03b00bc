package io.tidemark.pricing.life;

import io.tidemark.pricing.check.Check;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.life.Entry.Action;
import io.tidemark.pricing.life.LifeRefusedException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What may happen to rule sets. It takes two people to let one price: who proposed it cannot activate it. To go back to the
 * set from before takes one, for two have answered for that one already.
 *
 * <p>Nothing is kept here: every method reads the store. Threads and programs may share one.
 */
public final class RuleLife {
    /** Stands for the operator where a market begins with the tables of its configuration. */
    public static final String CONFIGURATION = "(configuration)";

    private static final Pattern OPERATOR = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final Pattern NOTE = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S} ]{0,200}");

    private final RuleStore store;

    public RuleLife(RuleStore store) {
        this.store = store;
    }

    /** Where a set stands. */
    public enum State {
        /** It passed its check and never priced. */
        PROPOSED,
        /** The market prices by it. */
        ACTIVE,
        /** It priced once and may be activated again. */
        RETIRED
    }

    /**
     * A set of the store.
     *
     * @param origin the entry with which it came
     */
    public record Known(Entry origin, State state) {}

    /**
     * Checks a draft and keeps it. A draft with a problem is not kept.
     *
     * @param note why, in a line; may be empty
     * @return the id of its rule set
     * @throws io.tidemark.pricing.check.DraftRefusedException with everything that is wrong with the draft
     * @throws LifeRefusedException if it is there already
     */
    public String propose(Draft draft, String operator, String note, Instant at) {
        requireWords(operator, note);
        String set;
        try (RuleSet rules = Check.passed(draft)) {
            set = rules.id();
        }
        Standing standing = standing();
        standing.origin(set).ifPresent(origin -> {
            throw new LifeRefusedException(
                    Reason.ALREADY_PROPOSED,
                    "these tables are there already, from " + origin.operator() + ", and are " + standing.state(set));
        });
        return kept(standing, Action.PROPOSED, set, draft, operator, note, at);
    }

    /**
     * Begins a history with the tables of a market's configuration; if there is one, or another begins it at this moment,
     * nothing happens. They need no
     * cases and no second person: whoever writes the configuration has the machine.
     *
     * @throws io.tidemark.pricing.table.TablesRefusedException if the tables are not right
     */
    public void adopt(Draft configured, Instant at) {
        if (standing().last() > 0) {
            return;
        }
        String content = configured.content();
        store.keep(content, configured.sheets());
        Entry first = new Entry(
                1,
                at,
                Action.ADOPTED,
                RuleSet.id(configured.tables()),
                content,
                CONFIGURATION,
                "the market began with it");
        if (!store.append(first) && standing().last() == 0) {
            throw new RuleStoreException("the history does not take its first entry");
        }
    }

    /**
     * Lets a proposed or retired set price. It is checked again, so that what cannot price never becomes active.
     *
     * @throws LifeRefusedException if it may not
     */
    public void activate(String set, String operator, String note, Instant at) {
        requireWords(operator, note);
        Standing standing = standing();
        Entry origin = origin(standing, set);
        if (standing.state(set) == State.ACTIVE) {
            throw new LifeRefusedException(Reason.ALREADY_ACTIVE, "the market prices by " + set + " already");
        }
        if (origin.operator().equals(operator)) {
            throw new LifeRefusedException(
                    Reason.SAME_PERSON, operator + " proposed " + set + "; another operator must activate it");
        }
        compiled(set).close();
        append(standing, Action.ACTIVATED, origin, operator, note, at);
    }

    /**
     * Goes back to the set that was active before the present one; once more, to the one before that.
     *
     * @return the id of the set that is active now
     * @throws LifeRefusedException if no other was active before
     */
    public String rollBack(String operator, String note, Instant at) {
        requireWords(operator, note);
        Standing standing = standing();
        String before = standing.before()
                .orElseThrow(() ->
                        new LifeRefusedException(Reason.NOTHING_BEFORE, "no other set was active before this one"));
        // Damage is told before anything is changed; that it compiles was seen when it was activated.
        draft(before);
        append(standing, Action.ROLLED_BACK, origin(standing, before), operator, note, at);
        return before;
    }

    /** The set the market should price by; empty if nothing was ever adopted or activated. */
    public Optional<String> active() {
        return standing().active();
    }

    /** All sets in the order in which they came. */
    public List<Known> sets() {
        Standing standing = standing();
        return standing.origins().stream()
                .map(origin -> new Known(origin, standing.state(origin.set())))
                .toList();
    }

    /** Everything that happened, the earliest first. */
    public List<Entry> history() {
        return store.history();
    }

    /**
     * The sheets of a set, as they were kept.
     *
     * @throws LifeRefusedException if there is no such set
     * @throws RuleStoreException if they are damaged
     */
    public Draft draft(String set) {
        String content = origin(standing(), set).content();
        Draft draft = Draft.of(store.find(content)
                .orElseThrow(() -> new RuleStoreException("the sheets of " + set + " are not in the store")));
        if (!draft.content().equals(content)) {
            throw new RuleStoreException("the sheets of " + set + " are not what was proposed: their SHA-256 is "
                    + draft.content() + ", not " + content);
        }
        return draft;
    }

    /**
     * The compiled rules of a set; the cases of a proposed one are asked. The caller closes them.
     *
     * @throws LifeRefusedException if there is no such set, or this release makes other rules of its tables
     * @throws RuleStoreException if its sheets are damaged
     */
    public RuleSet compiled(String set) {
        boolean adopted = origin(standing(), set).action() == Action.ADOPTED;
        Draft draft = draft(set);
        if (!RuleSet.id(draft.tables()).equals(set)) {
            throw new LifeRefusedException(
                    Reason.OTHER_RELEASE,
                    "this release makes other rules of the tables of " + set
                            + "; look at them and propose them again, or run the release that activated them");
        }
        return adopted ? RuleSet.of(draft.tables()) : Check.passed(draft);
    }

    private String kept(
            Standing standing, Action action, String set, Draft draft, String operator, String note, Instant at) {
        String content = draft.content();
        store.keep(content, draft.sheets());
        append(standing, new Entry(standing.last() + 1, at, action, set, content, operator, note));
        return set;
    }

    private void append(Standing standing, Action action, Entry origin, String operator, String note, Instant at) {
        append(standing, new Entry(standing.last() + 1, at, action, origin.set(), origin.content(), operator, note));
    }

    private void append(Standing standing, Entry entry) {
        if (!store.append(entry)) {
            throw new LifeRefusedException(
                    Reason.CHANGED_MEANWHILE,
                    "the history went on behind entry " + standing.last() + "; look at it and decide again");
        }
    }

    private Standing standing() {
        return new Standing(store.history());
    }

    private static Entry origin(Standing standing, String set) {
        return standing.origin(set)
                .orElseThrow(() -> new LifeRefusedException(Reason.UNKNOWN_SET, "there is no rule set " + set));
    }

    private static void requireWords(String operator, String note) {
        if (!OPERATOR.matcher(operator).matches()) {
            throw new LifeRefusedException(
                    Reason.MALFORMED_OPERATOR,
                    "an operator's name is 2 to 40 lower-case letters, digits and hyphens, and begins with a letter");
        }
        if (!NOTE.matcher(note).matches()) {
            throw new LifeRefusedException(
                    Reason.MALFORMED_NOTE, "a note is one line of at most 200 letters, digits and signs");
        }
    }
}
