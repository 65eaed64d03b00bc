package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.TaskDesk;
import io.tidemark.fleet.settlement.Tasks;
import java.util.List;
import java.util.Optional;

/** The rows of settlement's tasks, as the operator's door shows them. */
final class SettlementTasks implements TaskDesk {
    private final Tasks tasks;

    SettlementTasks(Tasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public List<Task> list(State state, long after, int limit) {
        return tasks.list(io.tidemark.fleet.settlement.Task.State.valueOf(state.name()), after, limit).stream()
                .map(SettlementTasks::task)
                .toList();
    }

    @Override
    public Optional<Task> find(long id) {
        return tasks.find(id).map(SettlementTasks::task);
    }

    @Override
    public boolean retry(long id) {
        return tasks.retry(id);
    }

    private static Task task(io.tidemark.fleet.settlement.Task row) {
        return new Task(
                row.id(),
                row.key().pool(),
                row.key().kind().name(),
                row.key().subject(),
                row.key().account(),
                row.lots(),
                row.step().name(),
                State.valueOf(row.state().name()),
                row.attempts(),
                row.notBefore(),
                row.problem(),
                row.idempotencyKey());
    }
}
