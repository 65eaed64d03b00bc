package io.tidemark.connectors.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.connectors.account.Scope;
import io.tidemark.pricing.check.Check;
import io.tidemark.pricing.check.Check.Verdict;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.compare.Comparison;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.life.Entry;
import io.tidemark.pricing.life.RuleLife;
import io.tidemark.pricing.sheet.SheetFiles;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The life of rule sets, as {@code tidemark rules} has it: checked, proposed by one operator, activated by another. */
@Path(RulesResource.ROOT)
@Produces(MediaType.APPLICATION_JSON)
public final class RulesResource {
    static final String ROOT = "/v1/operator/rules";

    /** As a request has it, without the slash before. */
    static final String PATH = ROOT.substring(1);

    private static final String LIVE = "live";
    private static final String BUILT_IN = "built-in";
    private static final int SHORTEST_ID = 8;

    private final RuleDesk desk;

    RulesResource(RuleDesk desk) {
        this.desk = desk;
    }

    /**
     * Tables and cases.
     *
     * @param tables the CSV text of each by its name, with or without {@code .csv}
     * @param note why, in a line
     */
    record TablesEntry(
            @Nullable Map<String, String> tables, @Nullable String note) {}

    record NoteEntry(@Nullable String note) {}

    /**
     * What a check came to.
     *
     * @param ruleSet the id of the rules; absent if there is a problem
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CheckBody(@Nullable String ruleSet, int tables, int rules, int cases, List<TableProblem> problems) {}

    /**
     * What is wrong with a table.
     *
     * @param row the line as an editor counts it; 0 if it is about the whole table
     * @param column empty if it is about the whole row
     * @param remedy what would be right
     */
    record TableProblem(String code, String table, int row, String column, String message, String remedy) {}

    /**
     * What there is.
     *
     * @param active the id of the set that should price; absent before the first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RulesBody(@Nullable String active, List<RuleSetBody> ruleSets, List<HistoryEntry> history) {}

    record RuleSetBody(String ruleSet, String state, String proposedBy) {}

    /**
     * One thing that happened.
     *
     * @param at in real time
     * @param content the SHA-256 of tables and cases
     */
    record HistoryEntry(
            long number, String at, String action, String ruleSet, String content, String operator, String note) {}

    record TablesBody(String ruleSet, String state, Map<String, String> tables) {}

    /** What a set came to. */
    record StateBody(String ruleSet, String state) {}

    /**
     * What is different in a second set.
     *
     * @param oneIn one in so many cells of the grid was asked
     */
    record DiffBody(String from, String to, long cells, long oneIn, List<RowBody> rows, List<MoveBody> moves) {}

    record RowBody(String kind, String table, int row, String when, String detail) {}

    record MoveBody(String outcome, long moved, long asked, long from, long to, String where) {}

    @GET
    @Needs(Scope.OPERATOR)
    public RulesBody rules() {
        return desk.read(life -> new RulesBody(
                life.active().orElse(null),
                life.sets().stream()
                        .map(known -> new RuleSetBody(
                                known.origin().set(),
                                known.state().name(),
                                known.origin().operator()))
                        .toList(),
                life.history().stream().map(RulesResource::entry).toList()));
    }

    @POST
    @Path("check")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public CheckBody check(@Nullable TablesEntry body) {
        Draft draft = draft(Json.required(body, TablesEntry.class));
        Verdict verdict = desk.compile(() -> Check.of(draft));
        String id = verdict.rules()
                .map(rules -> {
                    try (rules) {
                        return rules.id();
                    }
                })
                .orElse(null);
        return new CheckBody(
                id,
                draft.tables().size(),
                verdict.ruleCount(),
                verdict.caseCount(),
                verdict.problems().stream()
                        .map(problem -> new TableProblem(
                                problem.code().name(),
                                problem.table(),
                                problem.row(),
                                problem.column(),
                                problem.message(),
                                problem.remedy()))
                        .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public Response propose(@Nullable TablesEntry body, @Context SecurityContext security) {
        TablesEntry entry = Json.required(body, TablesEntry.class);
        Draft draft = draft(entry);
        String set =
                desk.decide(life -> life.propose(draft, Caller.of(security).name(), note(entry.note()), desk.now()));
        return Response.created(URI.create(ROOT + "/" + set))
                .entity(new StateBody(set, RuleLife.State.PROPOSED.name()))
                .build();
    }

    @GET
    @Path("{set}")
    @Needs(Scope.OPERATOR)
    public TablesBody tables(@PathParam("set") String name) {
        return desk.read(life -> {
            String set = id(life, name);
            return new TablesBody(set, state(life, set), life.draft(set).sheets());
        });
    }

    @GET
    @Path("{set}/diff/{other}")
    @Needs(Scope.OPERATOR)
    public DiffBody diff(@PathParam("set") String from, @PathParam("other") String to) {
        return desk.decide(life -> {
            try (RuleSet before = RuleSet.of(tables(life, from));
                    RuleSet after = RuleSet.of(tables(life, to))) {
                return body(before.id(), after.id(), Comparison.of(before, after));
            }
        });
    }

    @POST
    @Path("{set}/activate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public StateBody activate(
            @PathParam("set") String name, @Nullable NoteEntry body, @Context SecurityContext security) {
        return desk.decide(life -> {
            String set = id(life, name);
            life.activate(set, Caller.of(security).name(), note(body), desk.now());
            return new StateBody(set, state(life, set));
        });
    }

    @POST
    @Path("rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public StateBody rollBack(@Nullable NoteEntry body, @Context SecurityContext security) {
        return desk.decide(life -> {
            String set = life.rollBack(Caller.of(security).name(), note(body), desk.now());
            return new StateBody(set, state(life, set));
        });
    }

    private static Draft draft(TablesEntry entry) {
        Map<String, String> sent =
                Fields.required(entry.tables(), "tables", "the CSV text of each table by its name, and that of cases");
        Map<String, String> sheets = new TreeMap<>();
        sent.forEach((name, text) -> {
            String sheet = name.endsWith(SheetFiles.ENDING)
                    ? name.substring(0, name.length() - SheetFiles.ENDING.length())
                    : name;
            if (text == null || sheets.put(sheet, text) != null) {
                throw Fields.invalid(
                        "tables",
                        "'" + Fields.shown(name) + "' has no text, or is there twice",
                        "send the text of each table once");
            }
        });
        return Draft.of(sheets);
    }

    private static String note(@Nullable NoteEntry body) {
        return note(body == null ? null : body.note());
    }

    private static String note(@Nullable String note) {
        return note == null ? "" : note;
    }

    /** The one id that is meant: whole, its first eight digits or more, or the word for the active one. */
    private static String id(RuleLife life, String name) {
        List<String> found = new ArrayList<>();
        if (name.equals(LIVE)) {
            life.active().ifPresent(found::add);
        } else if (name.length() >= SHORTEST_ID) {
            life.sets().stream()
                    .map(known -> known.origin().set())
                    .filter(set -> set.startsWith(name))
                    .forEach(found::add);
        }
        if (found.size() != 1) {
            throw Problem.of(
                            ProblemCode.NO_SUCH_RULE_SET,
                            (found.isEmpty() ? "there is no rule set '" : "it is not clear which rule set is meant: '")
                                    + Fields.shown(name) + "'",
                            "give " + SHORTEST_ID + " digits or more of an id that GET " + ROOT + " lists, or " + LIVE)
                    .asException();
        }
        return found.get(0);
    }

    private static Map<String, String> tables(RuleLife life, String name) {
        return name.equals(BUILT_IN)
                ? RuleSet.builtInTables()
                : life.draft(id(life, name)).tables();
    }

    private static String state(RuleLife life, String set) {
        return life.sets().stream()
                .filter(known -> known.origin().set().equals(set))
                .findFirst()
                .orElseThrow()
                .state()
                .name();
    }

    private static HistoryEntry entry(Entry entry) {
        return new HistoryEntry(
                entry.number(),
                entry.at().toString(),
                entry.action().name(),
                entry.set(),
                entry.content(),
                entry.operator(),
                entry.note());
    }

    private static DiffBody body(String from, String to, Comparison comparison) {
        return new DiffBody(
                from,
                to,
                comparison.cells(),
                comparison.oneIn(),
                comparison.rows().stream()
                        .map(row -> new RowBody(row.kind().name(), row.table(), row.row(), row.when(), row.detail()))
                        .toList(),
                comparison.moves().stream()
                        .map(move -> new MoveBody(
                                move.outcome().column(),
                                move.moved(),
                                move.asked(),
                                move.from(),
                                move.to(),
                                move.where().toString()))
                        .toList());
    }
}
