package io.tidemark.fleet.driver.embedded;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.SanitizeStep;
import io.tidemark.fleet.jdbc.Session;

/** What happens to a machine by itself: every step takes its time, and some fail. */
final class MachineLife {
    private final EmbeddedOptions options;
    private final Chance chance;

    MachineLife(EmbeddedOptions options) {
        this.options = options;
        this.chance = new Chance(options.seed());
    }

    /** Lets everything happen that is due. */
    void advance(Machine machine, long now) {
        while (machine.endsAt != null && machine.endsAt <= now && machine.nextPhase != null) {
            long at = machine.endsAt;
            Phase next = machine.nextPhase;
            switch (next) {
                case CHECKING -> {
                    boolean fails = drawn(machine, "check") < options.faults().deployFailure();
                    machine.enter(
                            Phase.CHECKING,
                            at,
                            times(machine).check().at(drawn(machine, "check time")),
                            fails ? Phase.DEPLOY_FAILED : Phase.ACTIVE);
                }
                case ACTIVE -> activate(machine, at);
                case DEAD -> die(machine, at);
                case CLEAN -> {
                    machine.lease = null;
                    machine.enter(Phase.CLEAN, at);
                }
                case CLEAN_FAILED -> {
                    machine.fault = Machine.CANNOT_ERASE;
                    machine.enter(Phase.CLEAN_FAILED, at);
                }
                default -> machine.enter(next, at);
            }
        }
    }

    private void activate(Machine machine, long at) {
        double perHour = options.faults().deathsPerHour();
        if (perHour == 0) {
            machine.enter(Phase.ACTIVE, at);
            return;
        }
        // Deaths come at a constant rate, so the time to one is exponential.
        double hours = Math.log(1 - drawn(machine, "death")) / Math.log(1 - perHour);
        machine.enter(Phase.ACTIVE, at, 1 + (long) (hours * Hours.MILLIS), Phase.DEAD);
    }

    static void die(Machine machine, long at) {
        machine.fault = Machine.DEAD;
        machine.enter(Phase.DEAD, at);
    }

    void fence(Machine machine, long now) {
        machine.enter(Phase.FENCING, now, times(machine).fence().at(drawn(machine, "fence time")), Phase.FENCED);
    }

    void deploy(Machine machine, long now) {
        long lasts = times(machine).deploy().at(drawn(machine, "deploy time"));
        boolean fails = drawn(machine, "deploy") < options.faults().deployFailure();
        machine.enter(Phase.DEPLOYING, now, lasts, fails ? Phase.DEPLOY_FAILED : Phase.CHECKING);
    }

    void sanitize(Session session, Machine machine, long epoch, long now) {
        machine.sanitizeEpoch = epoch;
        machine.link = null;
        long lasts = times(machine).sanitize().at(drawn(machine, "sanitize time"));
        boolean fails = drawn(machine, "erase") < options.faults().eraseFailure();
        SanitizeStep[] steps = SanitizeStep.values();
        SanitizeStep failing = steps[(int) (drawn(machine, "failing step") * steps.length)];
        machine.enter(Phase.CLEANING, now, lasts, fails ? Phase.CLEAN_FAILED : Phase.CLEAN);
        session.update(
                "insert into embedded_sanitize (node, epoch, started_at, ended_at, failed_step) values (?, ?, ?, ?, ?)",
                machine.node.name(),
                epoch,
                now,
                now + lasts,
                fails ? failing.name() : null);
    }

    private StepTimes times(Machine machine) {
        StepTimes times = StepTimes.standard(machine.pool.sku());
        return options.fasterBy() == 1 ? times : times.faster(options.fasterBy());
    }

    private double drawn(Machine machine, String what) {
        return chance.of(machine.node.name(), machine.generation, what);
    }
}
