package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.TaskDesk.State;
import io.tidemark.connectors.rest.TaskDesk.Task;
import io.tidemark.exchange.contract.Hours;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What settlement still has to do with machines and holders, and what it could not: to look at, and to try again. */
@Path("/v1/operator/tasks")
@Produces(MediaType.APPLICATION_JSON)
public final class TasksResource {
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
    private static final int LONGEST_PAGE = 1_000;

    private final TaskDesk desk;
    private final AccountBook accounts;

    TasksResource(TaskDesk desk, AccountBook accounts) {
        this.desk = desk;
        this.accounts = accounts;
    }

    /**
     * A page of tasks.
     *
     * @param nextAfter to ask for the next page with; absent if this is the last
     */
    record TasksBody(List<TaskBody> tasks, @Nullable String nextAfter) {}

    /**
     * A task.
     *
     * @param hour whose lots are handed over, of a firm delivery
     * @param webhookId that is told, of word to a holder
     * @param spotBidId whose lease it is about, of any other
     * @param step FLEET: the machines; HOLDER: the way to their holder
     * @param state DUE, PARKED after too many attempts, or DONE
     * @param notBefore when it is tried next, if not at once
     * @param problem what went wrong last
     * @param idempotencyKey under which the step is asked for, however often it is tried
     */
    record TaskBody(
            String taskId,
            String pool,
            String kind,
            @Nullable String hour,
            @Nullable String webhookId,
            @Nullable String spotBidId,
            String account,
            long lots,
            String step,
            String state,
            int attempts,
            @Nullable String notBefore,
            @Nullable String problem,
            String idempotencyKey) {}

    @GET
    @Needs(Scope.OPERATOR)
    public TasksBody tasks(
            @QueryParam("state") @DefaultValue("PARKED") String state,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        int most = Fields.count(limit, "limit", 1, LONGEST_PAGE);
        List<Task> found =
                desk.list(Fields.constant(State.class, state, "state"), Fields.cursor(after, "after"), most + 1);
        List<Task> page = found.subList(0, Math.min(most, found.size()));
        LongFunction<String> names = names();
        return new TasksBody(
                page.stream().map(task -> body(task, names)).toList(),
                found.size() > most ? Long.toString(page.get(most - 1).id()) : null);
    }

    @GET
    @Path("{id}")
    @Needs(Scope.OPERATOR)
    public TaskBody task(@PathParam("id") String id) {
        return body(find(id), names());
    }

    /** It is due at once, from the step at which it failed. */
    @POST
    @Path("{id}/retry")
    @Needs(Scope.OPERATOR)
    public TaskBody retry(@PathParam("id") String id) {
        Task task = find(id);
        if (!desk.retry(task.id())) {
            throw Problem.of(
                            ProblemCode.TASK_NOT_PARKED,
                            "task " + id + " is " + find(id).state() + ", and only a parked one waits for you",
                            "leave it: what is due is tried again by itself")
                    .asException();
        }
        return body(find(id), names());
    }

    private Task find(String id) {
        if (!ID.matcher(id).matches()) {
            throw noSuchTask().asException();
        }
        return desk.find(Long.parseLong(id)).orElseThrow(() -> noSuchTask().asException());
    }

    private static Problem noSuchTask() {
        return Problem.of(
                ProblemCode.NO_SUCH_TASK, "there is no such task", "list those that wait with GET /v1/operator/tasks");
    }

    private LongFunction<String> names() {
        Map<Long, String> names = accounts.all().stream().collect(Collectors.toMap(Account::number, Account::name));
        return number -> names.getOrDefault(number, "account " + number);
    }

    private static TaskBody body(Task task, LongFunction<String> names) {
        return new TaskBody(
                Long.toString(task.id()),
                task.pool().toString(),
                task.kind(),
                task.isOfAnHour() ? Hours.format(task.subject()) : null,
                task.isWord() ? Long.toString(task.subject()) : null,
                task.isOfAnHour() || task.isWord() ? null : task.pool() + "-" + task.subject(),
                names.apply(task.account()),
                task.lots(),
                task.step(),
                task.state().name(),
                task.attempts(),
                task.notBefore() == 0 ? null : Amounts.at(task.notBefore()),
                task.problem().isEmpty() ? null : task.problem(),
                task.idempotencyKey());
    }
}
