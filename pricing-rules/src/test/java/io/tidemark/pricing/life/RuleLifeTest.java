package io.tidemark.pricing.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.pricing.Drafts;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.check.DraftRefusedException;
import io.tidemark.pricing.life.Entry.Action;
import io.tidemark.pricing.life.LifeRefusedException.Reason;
import io.tidemark.pricing.life.RuleLife.Known;
import io.tidemark.pricing.life.RuleLife.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleLifeTest {
    private static final Instant AT = Instant.parse("2026-11-18T12:00:00Z");

    @TempDir
    Path directory;

    private RuleLife life;

    @BeforeEach
    void open() {
        life = new RuleLife(new DirectoryStore(directory));
    }

    @Test
    void fromProposalToRetirementAndBack() {
        life.adopt(Draft.builtIn(), AT);
        String own = life.active().orElseThrow();
        String seven = life.propose(Drafts.cutInto(7), "ada", "finer ladders", AT);
        String eight = life.propose(Drafts.cutInto(8), "ben", "", AT);
        assertThat(life.active()).contains(own);
        assertThat(states()).containsExactly(State.ACTIVE, State.PROPOSED, State.PROPOSED);

        refuse(Reason.SAME_PERSON, () -> life.activate(seven, "ada", "", AT));
        life.activate(seven, "ben", "looks right", AT);
        assertThat(states()).containsExactly(State.RETIRED, State.ACTIVE, State.PROPOSED);
        refuse(Reason.ALREADY_ACTIVE, () -> life.activate(seven, "ben", "", AT));

        life.activate(eight, "ada", "", AT);
        assertThat(life.rollBack("ben", "too fine", AT)).isEqualTo(seven);
        assertThat(life.rollBack("ben", "", AT)).isEqualTo(own);
        refuse(Reason.NOTHING_BEFORE, () -> life.rollBack("ben", "", AT));
        assertThat(states()).containsExactly(State.ACTIVE, State.RETIRED, State.RETIRED);

        life.activate(eight, "ada", "", AT);
        assertThat(life.active()).contains(eight);
        assertThat(life.history())
                .map(Entry::action)
                .containsExactly(
                        Action.ADOPTED,
                        Action.PROPOSED,
                        Action.PROPOSED,
                        Action.ACTIVATED,
                        Action.ACTIVATED,
                        Action.ROLLED_BACK,
                        Action.ROLLED_BACK,
                        Action.ACTIVATED);
        assertThat(new RuleLife(new DirectoryStore(directory)).history()).isEqualTo(life.history());
    }

    @Test
    void aDraftWithAProblemIsNotKept() {
        Draft wrong = new Draft(Drafts.cutInto(7).tables(), Draft.builtIn().cases());
        DraftRefusedException refused =
                catchThrowableOfType(DraftRefusedException.class, () -> life.propose(wrong, "ada", "", AT));
        assertThat(refused.problems()).isNotEmpty();
        assertThat(life.history()).isEmpty();
        assertThat(life.sets()).isEmpty();
        assertThat(directory.resolve("sets")).doesNotExist();
    }

    @Test
    void whatIsThereIsNotProposedAgainAndWhatIsNotIsUnknown() {
        String set = life.propose(Draft.builtIn(), "ada", "", AT);
        refuse(Reason.ALREADY_PROPOSED, () -> life.propose(Draft.builtIn(), "ben", "", AT));
        refuse(Reason.UNKNOWN_SET, () -> life.activate("0".repeat(64), "ben", "", AT));
        refuse(Reason.NOTHING_BEFORE, () -> life.rollBack("ben", "", AT));
        assertThat(life.draft(set)).isEqualTo(Draft.builtIn());
        life.adopt(Drafts.cutInto(7), AT);
        assertThat(life.history()).as("a history begins once").hasSize(1);
    }

    @Test
    void namesAndNotesAreOnePlainLine() {
        refuse(Reason.MALFORMED_OPERATOR, () -> life.rollBack("Ada Lovelace", "", AT));
        refuse(Reason.MALFORMED_OPERATOR, () -> life.rollBack("(configuration)", "", AT));
        refuse(Reason.MALFORMED_NOTE, () -> life.rollBack("ada", "one\ntwo", AT));
        refuse(Reason.MALFORMED_NOTE, () -> life.rollBack("ada", "\u202Eeno", AT));
        refuse(Reason.MALFORMED_NOTE, () -> life.rollBack("ada", "x".repeat(201), AT));
    }

    private List<State> states() {
        return life.sets().stream().map(Known::state).toList();
    }

    private static void refuse(Reason reason, ThrowingCallable what) {
        assertThatExceptionOfType(LifeRefusedException.class)
                .isThrownBy(what)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
